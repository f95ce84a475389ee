// News, in the bar below and for screen readers.

const PATIENCE = 1500;

let held = "";
let waiting;

/** Says one thing; an empty text leaves what was said last. */
export function say(words) {
  const all = [held, words].filter(Boolean).join(". ");
  clearTimeout(waiting);
  held = "";
  if (!all) return;
  const news = document.getElementById("news");
  // The same words twice would not be read twice, so the place is emptied first.
  news.replaceChildren();
  requestAnimationFrame(() => news.replaceChildren(...withCode(all)));
}

/** Says one thing together with the save that follows from it; alone if none follows. */
export function sayWithSave(words) {
  held = words;
  waiting = setTimeout(say, PATIENCE);
}

/** Code stands between backticks. */
function withCode(words) {
  return words.split("`").map((piece, index) => {
    if (index % 2 === 0) return piece;
    const code = document.createElement("code");
    code.textContent = piece;
    return code;
  });
}
