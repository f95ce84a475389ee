// Pictures that come before all else of a text is ready. Those in sight take the places of the old ones; what else has
// changed follows with the pieces of markup.
import { inSight, load } from "./pictures.js";

// What each sheet showed in the state that the program knows of, until its markup comes.
const before = new Map();
let newest = 0;

/** Whether pictures are shown that are newer than a state of the text. */
export function isAheadOf(generation) {
  return newest > generation;
}

/** Puts pictures in their places that are in sight and fit there. Answers whether there were any. */
export async function goAhead({ view, generation, pages, changed }) {
  const desk = Array.from(document.querySelectorAll(".pane")).find((pane) => pane.dataset.view === view)?.querySelector(".desk");
  const sheets = desk?.querySelectorAll(".sheet") ?? [];
  if (sheets.length !== pages) return false;
  const seen = desk.getBoundingClientRect();
  const placed = changed.map((page) => ({ page, sheet: sheets[page.number - 1] }));
  const fitting = placed.filter(({ page, sheet }) => fits(sheet, page) && inSight(sheet.getBoundingClientRect(), seen));
  const replaced = (await Promise.all(fitting.flatMap(({ page, sheet }) => newLayers(sheet, page)))).filter(Boolean);
  for (const [existing, picture] of replaced) {
    const sheet = existing.closest(".sheet");
    if (!before.has(sheet.id)) before.set(sheet.id, layersOf(sheet));
    existing.replaceWith(picture);
  }
  if (replaced.length) newest = generation;
  return replaced.length > 0;
}

/** Makes room for the markup of the same state or a newer one: a sheet that is to stay shows what it showed. */
export function giveWay(wanted) {
  for (const [id, pictures] of before) {
    if (!wanted.getElementById(id)?.matches("[data-stays]")) continue;
    for (const [index, picture] of layersOf(document.getElementById(id)).entries()) {
      if (picture !== pictures[index]) picture.replaceWith(pictures[index]);
    }
  }
  before.clear();
  newest = 0;
}

function layersOf(sheet) {
  return [...sheet.querySelectorAll(".picture")];
}

function fits(sheet, { width, height, layers }) {
  const isAsLarge = (picture) => Number(picture.getAttribute("width")) === width && Number(picture.getAttribute("height")) === height;
  const pictures = layersOf(sheet);
  return pictures.length === layers.length && pictures.every(isAsLarge);
}

/** Loads the layers that differ, each with the picture that it replaces; none in the place of what cannot be loaded. */
function newLayers(sheet, { layers }) {
  const differing = layersOf(sheet).map((picture, index) => [picture, layers[index]]);
  return differing
    .filter(([picture, source]) => picture.getAttribute("src") !== source)
    .map(async ([existing, source]) => {
      const picture = await load(existing, source);
      return picture.naturalWidth > 0 ? [existing, picture] : null;
    });
}
