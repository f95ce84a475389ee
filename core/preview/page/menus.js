// Menus: one is open at a time; Escape and a click beside it close it.

export function offerMenus() {
  document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
  document.addEventListener("focusin", (event) => closeMenus(event.target.closest(".menu")));
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  });
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== except) menu.open = false;
}
