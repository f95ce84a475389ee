// Keys. Single keys can be switched off, for those who dictate or hit keys by mistake.
import { stepFinding } from "./findings.js";
import { goToDrawer, isShown, showPanel } from "./panels.js";
import { keep, recall } from "./preferences.js";
import { nextTheme } from "./theme.js";
import { openTopmost } from "./units.js";
import { zoom, zoomBy, zoomToWidth } from "./zoom.js";

const help = document.getElementById("help");

const EVERYWHERE = {
  "?": () => help.showModal(),
  "/": () => goToDrawer("drawer-texts", "#search"),
  t: nextTheme,
};
const WITH_TEXT = {
  "+": () => zoomBy(1),
  "=": () => zoomBy(1),
  "-": () => zoomBy(-1),
  0: () => zoom("auto"),
  w: zoomToWidth,
  n: () => stepFinding(1),
  p: () => stepFinding(-1),
  o: () => goToDrawer("drawer-outline", "#outline .jump"),
  f: () => showPanel("findings", !isShown("findings")),
  e: openTopmost,
  l: nextLanguage,
};

export function offerShortcuts() {
  const keys = document.body.dataset.query ? { ...EVERYWHERE, ...WITH_TEXT } : EVERYWHERE;
  offerSwitch("single-keys");
  offerSwitch("follow");
  document.querySelector("[data-do=help]").addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return moveInList(event);
    if (event.target.closest("input, textarea, select") || recall("single-keys", "on") === "off") return;
    const deed = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}

function offerSwitch(name) {
  const box = document.getElementById(name);
  box.checked = recall(name, "on") === "on";
  box.addEventListener("change", () => keep(name, box.checked ? "on" : "off"));
}

function nextLanguage() {
  const all = [...document.querySelectorAll("#languages a")];
  const now = all.findIndex((choice) => choice.hasAttribute("aria-current"));
  all[(now + 1) % all.length]?.click();
}

/** Up and down move through the list, the menu, or from the search field into the list. */
function moveInList(event) {
  const field = event.target.closest("#search");
  const list = event.target.closest(".entries, .thumbnails, .menu ul") ?? (field && document.querySelector(".texts"));
  if (!list) return;
  const links = [...list.querySelectorAll(list.matches(".entries") ? ".jump" : "a")].filter((link) => link.checkVisibility());
  const now = links.indexOf(event.target.closest("li, .entry")?.querySelector("a"));
  const next = links[now + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) next.focus();
  else if (now === 0 && list.matches(".texts")) document.getElementById("search").focus();
  event.preventDefault();
}
