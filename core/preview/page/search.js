// The list of texts, filtered as one types.

export function offerSearch() {
  const field = document.getElementById("search");
  if (!field) return;
  field.value = new URLSearchParams(location.search).get("search") ?? "";
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    document.querySelector(".text:not([hidden]) .jump")?.click();
  });
  field.addEventListener("input", () => filter(field.value, true));
  document.addEventListener("engross:listed", () => filter(field.value));
  filter(field.value);
}

/** Hides the texts that lack one of the words sought; capitals and accents do not count. */
function filter(sought, aloud = false) {
  const words = plain(sought).split(/\s+/u).filter(Boolean);
  let number = 0;
  for (const text of document.querySelectorAll(".text")) {
    const content = plain(text.querySelector(".jump").textContent);
    text.hidden = !words.every((word) => content.includes(word));
    if (!text.hidden) number += 1;
  }
  const found = document.getElementById("found");
  const { none, one, many } = found.dataset;
  if (aloud || words.length) found.textContent = number === 0 ? none : number === 1 ? one : many.replace("{n}", number);
}

function plain(words) {
  return words.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}
