// The pieces of markup that are on the page as the program made them, by their states. It is told of them and leaves them
// out of what it sends: of a long text that is nearly all.

// An address has no room for more.
const MOST = 3000;

let known = new Set(Array.from(document.querySelectorAll("[data-state]"), (piece) => piece.dataset.state));
let coming = known;

/** The states that the page has, for an address. */
export function knownStates() {
  return [...known].slice(0, MOST).join(",");
}

/** Notes what comes with pieces of markup. Until it is in its place, no more is known than what stays. */
export function expect(...markups) {
  const states = (html) => Array.from(html.matchAll(/ data-state="(\w+)"/g), ([, state]) => state);
  coming = new Set(markups.flatMap(states));
  known = new Set([...known].filter((state) => coming.has(state)));
}

/** Notes that all of it is in its place. */
export function settled() {
  known = coming;
}
