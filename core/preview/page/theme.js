// Light, dark, or as the system says.
import { keep, recall } from "./preferences.js";

const THEMES = ["auto", "light", "dark"];

export function offerTheme() {
  document.querySelector("[data-do=theme]").addEventListener("click", nextTheme);
  apply(recall("theme", "auto"));
}

/** Goes on to the next theme. */
export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(recall("theme", "auto")) + 1) % THEMES.length];
  keep("theme", next);
  apply(next);
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  const button = document.querySelector("[data-do=theme]");
  button.textContent = button.dataset[theme];
}
