// Clauses and other units: shown when asked for, named under the pointer, opened in the editor.
import { ask } from "./ask.js";
import { scrolled, unitIn, unitsIn } from "./scrolled.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export function offerUnits() {
  const panes = document.getElementById("panes");
  panes.addEventListener("click", (event) => {
    const box = event.target.closest(".units g");
    if (box) open(box.dataset);
  });
  document.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-do=open], [data-do=jump]");
    const about = asked?.closest("[data-unit]")?.dataset;
    if (!about) return;
    if (asked.dataset.do === "open") open(about);
    else if (showUnit(about.language, about.unit, "start")) event.preventDefault();
  });
  document.addEventListener("pointerover", (event) => point(event.target));
  document.addEventListener("focusin", (event) => event.target.closest("[data-unit]") && point(event.target));
}

/** Opens the editor at a finding's place or at a unit. */
function open({ language, unit, finding }) {
  ask("/open", finding ? { language, key: finding } : { language, unit });
}

/** Opens the editor at the first unit in sight. */
export function openTopmost() {
  const pane = document.activeElement?.closest?.(".pane") ?? document.querySelector(".pane");
  const top = Math.max(0, scrolled(pane)?.top ?? 0);
  const topmost = unitsIn(pane).find(([, box]) => box.getBoundingClientRect().bottom > top + 8);
  if (topmost) open({ language: pane.dataset.language, unit: topmost[0] });
}

/**
 * Scrolls a unit to the line where one reads if it is not in sight (with `place` "start" in any case) and marks it
 * briefly. Answers whether it is there.
 */
export function showUnit(language, unit, place = "nearest") {
  const pane = document.getElementById(`pane-${language}`);
  if (!pane) return false;
  const box = unitIn(pane, unit);
  const view = scrolled(pane);
  if (!box || !view) return false;
  const at = box.getBoundingClientRect();
  const inSight = at.top >= Math.max(view.top, 0) && Math.min(at.bottom, at.top + 60) <= Math.min(view.bottom, innerHeight);
  if (!inSight || place === "start") {
    box.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  }
  const colour = "#e8b10060";
  const onPage = box.querySelector("rect");
  if (onPage) mark(onPage, colour);
  else box.animate([{ backgroundColor: colour }, { backgroundColor: "#e8b10000" }], 1600);
  return true;
}

/**
 * Marks a unit on its page briefly. Of an element of its own the opacity changes without the page being painted anew, and
 * before it begins to fade no style is computed: the next save may have come by then.
 */
function mark(onPage, colour) {
  document.querySelector(".touched")?.remove();
  const touched = onPage.cloneNode();
  touched.classList.add("touched");
  touched.style.fill = colour;
  onPage.after(touched);
  const fading = touched.animate({ opacity: [1, 0] }, { delay: 640, duration: 960 });
  fading.addEventListener("finish", () => touched.remove());
}

let pointed = [];

/** Says in the bar below what is under the pointer or has the focus, and frames it on the page. */
function point(element) {
  const about = element.closest?.("[data-unit]");
  if (about === pointed.about) return;
  for (const box of pointed) box.classList.remove("pointed");
  pointed = [];
  pointed.about = about;
  const bar = document.getElementById("about");
  if (!about?.dataset.unit) {
    bar.textContent = "";
    return;
  }
  const { language, unit } = about.dataset;
  // In both languages, where two are side by side.
  pointed.push(...document.querySelectorAll(`.units [data-unit="${CSS.escape(unit)}"]`));
  for (const box of pointed) box.classList.add("pointed");
  bar.textContent = pointed.find((box) => box.dataset.language === language)?.querySelector("title").textContent ?? "";
}
