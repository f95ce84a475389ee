// The place where one reads stays when another form, look or language is chosen, or the page is loaded again.
import { onFile, READING_LINE, scrolled, unitIn, unitsIn } from "./scrolled.js";

const KEY = "engross.place";

export function keepPlace() {
  const panes = document.getElementById("panes");
  const { text } = document.body.dataset;
  addEventListener("pagehide", () => keep({ text, unit: unitAtReadingLine(panes.querySelector(".pane")) }));
  const place = kept();
  if (location.hash || place?.text !== text || !place.unit) return;
  const goThere = () => bringToReadingLine(panes.querySelector(".pane"), place.unit);
  goThere();
  const from = panes.querySelector(".twin");
  onFile(panes, (file) => file === from?.contentDocument && goThere());
}

/** The unit that one reads; none at the beginning. */
function unitAtReadingLine(pane) {
  const view = scrolled(pane);
  if (!view) return null;
  const top = Math.max(view.top, 0);
  const line = top + (Math.min(view.bottom, innerHeight) - top) * READING_LINE;
  const above = unitsIn(pane).filter(([, box]) => box.getBoundingClientRect().top <= line + 2);
  return (view.element.scrollTop > 0 || scrollY > 0) && above.length ? above.at(-1)[0] : null;
}

function bringToReadingLine(pane, unit) {
  const box = unitIn(pane, unit);
  const view = scrolled(pane);
  if (!box || !view) return;
  // In a narrow window the window scrolls, not the pane.
  box.scrollIntoView({ behavior: "instant" });
  const line = view.top + view.element.clientHeight * READING_LINE;
  view.element.scrollBy({ top: box.getBoundingClientRect().top - line, behavior: "instant" });
}

function keep(place) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // Then the next page begins at its beginning.
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}
