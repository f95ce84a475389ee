// Two languages side by side scroll together, clause by clause: what stands at the line where one reads, an eighth of the
// way down, stands there in both. Pages end elsewhere in each, so above and below it clauses may stand apart.

const READING_LINE = 1 / 8;

let marks = null;

export function scrollTogether() {
  const panes = document.getElementById("panes");
  const expected = new WeakMap();
  for (const kind of ["engross:replaced", "engross:zoomed"]) document.addEventListener(kind, () => (marks = null));
  new ResizeObserver(() => (marks = null)).observe(panes);

  panes.addEventListener(
    "scroll",
    ({ target }) => {
      const desks = [...panes.querySelectorAll(".desk")];
      const leader = desks.indexOf(target);
      if (desks.length !== 2 || leader < 0) return;
      // What this module has scrolled itself does not lead.
      if (Math.abs((expected.get(target) ?? -9) - target.scrollTop) < 2) return;
      expected.delete(target);
      const follower = desks[1 - leader];
      marks ??= sharedMarks(desks);
      // At the beginning both begin.
      const line = Math.min(target.clientHeight * READING_LINE, target.scrollTop);
      const top = Math.round(carry(target.scrollTop + line, marks[leader], marks[1 - leader]) - line);
      if (Math.abs(follower.scrollTop - top) < 1) return;
      follower.scrollTop = top;
      expected.set(follower, follower.scrollTop);
    },
    { capture: true, passive: true },
  );
}

/** Where the units that both panes have begin, and where the panes begin and end: two equally long, rising lists. */
function sharedMarks(desks) {
  const [tops, others] = desks.map(unitTops);
  const lists = [[0], [0]];
  for (const [unit, top] of tops) {
    const other = others.get(unit);
    if (other === undefined || top <= lists[0].at(-1) || other <= lists[1].at(-1)) continue;
    lists[0].push(top);
    lists[1].push(other);
  }
  for (const [index, desk] of desks.entries()) lists[index].push(Math.max(desk.scrollHeight, lists[index].at(-1) + 1));
  return lists;
}

/** Where each unit begins, in pixels from the top of what is scrolled. Notes stand at the foot, out of order. */
function unitTops(desk) {
  const tops = new Map();
  const zero = desk.getBoundingClientRect().top - desk.scrollTop;
  for (const box of desk.querySelectorAll(".units g")) {
    const { unit } = box.dataset;
    if (!unit.startsWith("fn.") && !tops.has(unit)) tops.set(unit, box.getBoundingClientRect().top - zero);
  }
  return tops;
}

/** The place in one list that corresponds to a place in the other. */
function carry(at, from, to) {
  let next = from.findIndex((mark) => mark > at);
  if (next < 1) next = from.length - 1;
  const share = (at - from[next - 1]) / (from[next] - from[next - 1]);
  return to[next - 1] + share * (to[next] - to[next - 1]);
}
