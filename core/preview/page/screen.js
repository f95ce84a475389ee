// What is put on the screen: one thing after another, and when it is there.

let last = Promise.resolve();

/** Does something that replaces pictures when all that began before it has ended: nothing overtakes what is newer. */
export function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}

/** Waits until what was changed has been painted: a message sent at the beginning of a frame comes after its end. */
export function painted() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    requestAnimationFrame(() => port2.postMessage(null));
  });
}
