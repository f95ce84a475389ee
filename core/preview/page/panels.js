// The columns beside the text and the drawers of the left one: shown or not, as the reader left them.
import { keep, recall } from "./preferences.js";

const root = document.documentElement;
const narrow = matchMedia("(max-width: 48rem)");

export function offerPanels() {
  for (const name of ["sidebar", "findings"]) {
    const button = buttonOf(name);
    button.ariaExpanded = String(isShown(name));
    button.addEventListener("click", () => showPanel(name, !isShown(name)));
  }
  for (const drawer of document.querySelectorAll(".drawer")) {
    const otherwise = drawer.open ? "open" : "closed";
    drawer.open = recall(drawer.id, otherwise) === "open" && !narrow.matches;
    drawer.querySelector("summary").addEventListener("click", () => keep(drawer.id, drawer.open ? "closed" : "open"));
  }
}

/** Shows a column, or hides it. In a narrow window columns stand below each other, and this one is scrolled to. */
export function showPanel(name, shown = true) {
  if (narrow.matches) return document.querySelector(`[aria-labelledby="${name}-name"]`)?.scrollIntoView();
  root.dataset[name] = shown ? "on" : "off";
  keep(name, root.dataset[name]);
  buttonOf(name).ariaExpanded = String(shown);
}

/** Whether a column is shown. */
export function isShown(name) {
  return root.dataset[name] !== "off";
}

/** Opens a drawer and goes to an element in it. */
export function goToDrawer(id, selector) {
  const drawer = document.getElementById(id);
  if (drawer) {
    showPanel("sidebar");
    drawer.open = true;
  }
  document.querySelector(selector)?.focus();
}

function buttonOf(name) {
  return document.querySelector(`button[data-do=${name}]`);
}
