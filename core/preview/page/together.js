// Two languages side by side scroll together, clause by clause: what stands at the line where one reads, an eighth of the
// way down, stands there in both. Pages end elsewhere in each, so above and below it clauses may stand apart.
import { onFile, READING_LINE, scrolled, unitsIn } from "./scrolled.js";

let marks = null;

export function scrollTogether() {
  const panes = document.getElementById("panes");
  const expected = new WeakMap();
  const forget = () => (marks = null);
  for (const kind of ["engross:replaced", "engross:zoomed"]) document.addEventListener(kind, forget);
  new ResizeObserver(forget).observe(panes);

  const follow = ({ target }) => {
    const both = Array.from(panes.querySelectorAll(".pane"), (pane) => ({ pane, ...scrolled(pane) }));
    const leading = both.findIndex(({ element }) => element && element === (target.scrollingElement ?? target));
    if (both.length !== 2 || leading < 0 || !both[1 - leading].element) return;
    const [leader, follower] = [both[leading].element, both[1 - leading].element];
    // What this module has scrolled itself does not lead.
    if (Math.abs((expected.get(leader) ?? -9) - leader.scrollTop) < 2) return;
    expected.delete(leader);
    marks ??= sharedMarks(both);
    // At the beginning both begin.
    const line = Math.min(leader.clientHeight * READING_LINE, leader.scrollTop);
    const top = Math.round(carry(leader.scrollTop + line, marks[leading], marks[1 - leading]) - line);
    if (Math.abs(follower.scrollTop - top) < 1) return;
    follower.scrollTo({ top, behavior: "instant" });
    expected.set(follower, follower.scrollTop);
  };
  panes.addEventListener("scroll", follow, { capture: true, passive: true });
  onFile(panes, (file) => {
    forget();
    file.addEventListener("scroll", follow, { passive: true });
  });
}

/** Where the units that both panes have begin, and where the panes begin and end: two equally long, rising lists. */
function sharedMarks(both) {
  const [tops, others] = both.map(unitTops);
  const lists = [[0], [0]];
  for (const [unit, top] of tops) {
    const other = others.get(unit);
    if (other === undefined || top <= lists[0].at(-1) || other <= lists[1].at(-1)) continue;
    lists[0].push(top);
    lists[1].push(other);
  }
  for (const [index, { element }] of both.entries()) {
    lists[index].push(Math.max(element.scrollHeight, lists[index].at(-1) + 1));
  }
  return lists;
}

/** Where each unit begins, in pixels from the top of what is scrolled. */
function unitTops({ pane, element, top }) {
  const tops = new Map();
  const zero = top - element.scrollTop;
  for (const [unit, box] of unitsIn(pane)) if (!tops.has(unit)) tops.set(unit, box.getBoundingClientRect().top - zero);
  return tops;
}

/** The place in one list that corresponds to a place in the other. */
function carry(at, from, to) {
  let next = from.findIndex((mark) => mark > at);
  if (next < 1) next = from.length - 1;
  const share = (at - from[next - 1]) / (from[next] - from[next - 1]);
  return to[next - 1] + share * (to[next] - to[next - 1]);
}
