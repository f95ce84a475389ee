// What a pane scrolls – its pages, its plain text or the HTML file in its frame – and where units stand in it.

/** How far down one reads. */
export const READING_LINE = 1 / 8;

/** What a pane scrolls, from where to where it is seen, and its frame if it has one; null while that is being loaded. */
export function scrolled(pane) {
  const twin = pane.querySelector(".twin:not(.arriving)");
  if (!twin) {
    const element = pane.querySelector(".desk");
    const { top, bottom } = element.getBoundingClientRect();
    return { element, top, bottom };
  }
  const element = twin.contentDocument?.scrollingElement;
  return element ? { element, top: 0, bottom: twin.clientHeight } : null;
}

/** The element of a unit in a pane, if it is there. */
export function unitIn(pane, unit) {
  const file = fileIn(pane);
  if (file) return file.getElementById(unit);
  return pane.querySelector(`:is(.units, .plain) [data-unit="${CSS.escape(unit)}"]`);
}

/** Names and elements of the units of a pane, in order. Notes stand at the foot, out of order, and are left out. */
export function unitsIn(pane) {
  const file = fileIn(pane);
  const elements = file ? file.querySelectorAll("[id]") : pane.querySelectorAll(":is(.units, .plain) [data-unit]");
  const named = Array.from(elements, (element) => [element.dataset.unit ?? element.id, element]);
  return named.filter(([unit]) => !/^(fn\.|_)/.test(unit));
}

/** Calls `report` with each frame of a pane as soon as its file is there. */
export function onFile(panes, report) {
  const tell = (twin) => twin.matches(".twin") && report(twin.contentDocument);
  panes.addEventListener("load", ({ target }) => tell(target), { capture: true });
  for (const twin of panes.querySelectorAll(".twin")) if (twin.contentDocument?.URL !== "about:blank") tell(twin);
}

function fileIn(pane) {
  return pane.querySelector(".twin:not(.arriving)")?.contentDocument;
}
