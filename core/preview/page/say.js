// News, in the bar below and for screen readers.

/** Says one thing; an empty text leaves what was said last. */
export function say(words) {
  if (!words) return;
  const news = document.getElementById("news");
  // The same words twice would not be read twice, so the place is emptied first.
  news.textContent = "";
  requestAnimationFrame(() => {
    news.textContent = words;
  });
}
