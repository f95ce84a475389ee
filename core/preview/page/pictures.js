// Pictures of pages, and what lies over them. New pictures are loaded behind the old ones and take their places at once,
// without a flash. Sheets in sight come first; the others follow when there is time.
import { settled } from "./known.js";
import { morphChildren } from "./morph.js";

const SLICE = 8;

const ready = new Map();
const urgent = new Set();
let waiting = [];

/** The pictures to load before anything is replaced: new ones in sight, and on the page of the unit that was edited. */
export function arriving(panes, wanted, language, unit) {
  urgent.clear();
  const pictures = [];
  for (const desk of panes.querySelectorAll(".desk")) {
    const pane = desk.parentElement;
    const view = desk.getBoundingClientRect();
    const edited = pane.dataset.language === language && unit ? `[data-unit="${CSS.escape(unit)}"]` : null;
    for (const target of wanted.getElementById(pane.id)?.querySelectorAll(".sheet:not([data-stays])") ?? []) {
      const existing = document.getElementById(target.id);
      const isUrgent =
        (existing && inSight(existing.getBoundingClientRect(), view)) || (edited && target.querySelector(edited));
      if (!isUrgent) continue;
      urgent.add(target.id);
      const shown = existing?.querySelectorAll(".picture") ?? [];
      for (const [index, picture] of target.querySelectorAll(".picture").entries()) {
        if (shown[index]?.getAttribute("src") !== picture.getAttribute("src")) pictures.push(picture);
      }
    }
  }
  return pictures;
}

/** Loads pictures to the end, so that they can be painted in the next frame. */
export async function loadAll(pictures) {
  // What still waits is older than what now comes.
  waiting = [];
  ready.clear();
  await Promise.all(
    pictures.map(async (wanted) => {
      // A picture that cannot be loaded is placed all the same: its name is then read instead.
      ready.set(wanted, await load(wanted, wanted.getAttribute("src")));
    }),
  );
}

/** Loads from an address, to the end, a picture that is like another one besides. */
export async function load(like, source) {
  const picture = new Image();
  const isCopied = (name) => name !== "src" && name !== "loading";
  for (const { name, value } of like.attributes) if (isCopied(name)) picture.setAttribute(name, value);
  picture.setAttribute("src", source);
  await loaded(picture);
  if (like.hasAttribute("loading")) picture.setAttribute("loading", like.getAttribute("loading"));
  return picture;
}

/** Waits for a picture's end, be it good or bad. Letters are drawn with the frame; to wait for `decode` would cost one more. */
function loaded(picture) {
  return new Promise((resolve) => {
    for (const end of ["load", "error"]) picture.addEventListener(end, resolve, { once: true });
  });
}

/** Takes upon itself, for `morphChildren`, what must not flash and what can wait. */
export function takeOver(existing, wanted) {
  if (existing.matches(".picture") && existing.getAttribute("src") !== wanted.getAttribute("src")) {
    if (ready.has(wanted)) existing.replaceWith(ready.get(wanted));
    else waiting.push(() => reload(existing, wanted));
    return true;
  }
  if (existing.matches(".units") && !urgent.has(existing.parentElement.id)) {
    waiting.push(() => morphChildren(existing, wanted));
    return true;
  }
  if (existing.matches(".twin")) {
    replaceTwin(existing, wanted);
    return true;
  }
  return false;
}

/** Lets follow what nobody sees, a slice at a time. */
export function settle() {
  const mine = waiting;
  const hadSome = mine.length > 0;
  const end = performance.now() + SLICE;
  while (mine.length && performance.now() < end) mine.shift()();
  // A refresh in between makes a list of its own.
  if (mine.length) return setTimeout(() => mine === waiting && settle());
  settled();
  if (hadSome) document.dispatchEvent(new CustomEvent("engross:replaced"));
}

/** A picture out of sight is only loaded when it comes near. */
function reload(existing, wanted) {
  existing.loading = "lazy";
  for (const { name, value } of wanted.attributes) if (name !== "loading") existing.setAttribute(name, value);
}

/** Loads the new HTML file under the old one, scrolls it to the same place and then removes the old one. */
function replaceTwin(existing, wanted) {
  const twin = document.importNode(wanted, true);
  twin.classList.add("arriving");
  twin.addEventListener(
    "load",
    () => {
      twin.contentWindow?.scrollTo(0, existing.contentWindow?.scrollY ?? 0);
      existing.remove();
      twin.classList.remove("arriving");
    },
    { once: true },
  );
  existing.after(twin);
}

/** Whether a box is to be seen, in what scrolls it and in the window. */
export function inSight(box, view) {
  return box.bottom > view.top && box.top < Math.min(view.bottom, innerHeight);
}
