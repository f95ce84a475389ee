// The stream of events that the program sends, begun anew whenever it breaks.

const FIRST_WAIT = 250;
const LONGEST_WAIT = 2000;

/**
 * Reports `{kind: "open"}` and `{kind: "closed"}`, and what the program says: `{kind: "changed", text, generation}` and
 * `{kind: "pictures", view, generation, pages, changed}`; for good.
 */
export function follow(report) {
  let wait = FIRST_WAIT;
  const begin = () => {
    const source = new EventSource("/events");
    source.addEventListener("open", () => {
      wait = FIRST_WAIT;
      report({ kind: "open" });
    });
    for (const kind of ["changed", "pictures"]) {
      source.addEventListener(kind, (event) => report({ kind, ...JSON.parse(event.data) }));
    }
    source.addEventListener("error", () => {
      // Browsers wait differently long, and some give up; so none of them is left to it.
      source.close();
      report({ kind: "closed" });
      setTimeout(begin, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  };
  begin();
}
