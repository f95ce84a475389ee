// What a reader has chosen, kept in this browser. Storage may be forbidden or full; then choices last as long as the page.

const chosen = new Map();

/** The value that was kept under a name, or `otherwise`. */
export function recall(name, otherwise) {
  if (chosen.has(name)) return chosen.get(name);
  try {
    return localStorage.getItem(`engross.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps a value under a name. */
export function keep(name, value) {
  chosen.set(name, value);
  try {
    localStorage.setItem(`engross.${name}`, value);
  } catch {
    // It is in `chosen`.
  }
}
