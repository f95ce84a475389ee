// How large the pages are: automatic (as on paper, but never wider than the window), the width of the window, or so many
// percent.
import { keep, recall } from "./preferences.js";

const root = document.documentElement;
const STEPS = [25, 33, 50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400];
const PIXELS_PER_POINT = 4 / 3;

export function offerZoom() {
  const deeds = { "zoom-in": () => zoomBy(1), "zoom-out": () => zoomBy(-1), "zoom-reset": () => zoom("auto"), "zoom-width": zoomToWidth };
  for (const [name, deed] of Object.entries(deeds)) {
    document.querySelector(`[data-do=${name}]`).addEventListener("click", deed);
  }
  // Marks of findings keep their size at every zoom, so they must know how large the pages are.
  new ResizeObserver(measure).observe(document.getElementById("panes"));
  apply(recall("zoom", "auto"));
}

/** Fits the pages into the width of the window, or back. */
export function zoomToWidth() {
  zoom(recall("zoom", "auto") === "width" ? "auto" : "width");
}

/** Goes a step up or down from what is seen now. */
export function zoomBy(direction) {
  const now = Math.round(shownPoints() * 75);
  const next = direction > 0 ? STEPS.find((step) => step > now + 1) : STEPS.findLast((step) => step < now - 1);
  if (next) zoom(String(next));
}

/** Zooms to `auto`, `width` or percent; the middle of what is seen stays where it is. */
export function zoom(value) {
  const desks = [...document.querySelectorAll(".desk")];
  const middles = desks.map((desk) => (desk.scrollTop + desk.clientHeight / 2) / desk.scrollHeight);
  keep("zoom", value);
  apply(value);
  for (const [index, desk] of desks.entries()) {
    desk.scrollTop = middles[index] * desk.scrollHeight - desk.clientHeight / 2;
    desk.scrollLeft = (desk.scrollWidth - desk.clientWidth) / 2;
  }
}

function apply(value) {
  const percent = Number(value);
  root.dataset.zoom = percent ? "percent" : value;
  root.style.setProperty("--zoom", percent ? percent / 100 : 1);
  const picture = document.querySelector(".picture");
  if (picture) root.style.setProperty("--page", `${parseFloat(picture.getAttribute("width")) * PIXELS_PER_POINT}px`);
  measure();
  const output = document.getElementById("zoom");
  output.dataset.auto ??= output.textContent;
  output.textContent = percent ? `${percent} %` : output.dataset.auto;
  document.querySelector("[data-do=zoom-width]").ariaPressed = String(value === "width");
  document.dispatchEvent(new CustomEvent("engross:zoomed"));
}

function measure() {
  root.style.setProperty("--points", shownPoints());
}

/** Pixels per point of the first page, as it is shown. */
function shownPoints() {
  const picture = document.querySelector(".picture");
  return picture?.clientWidth ? picture.clientWidth / parseFloat(picture.getAttribute("width")) : PIXELS_PER_POINT;
}
