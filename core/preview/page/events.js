// What the program sends, as it comes to this tab.
import { follow } from "./stream.js";

/** Calls `report` with every event of the stream; all tabs share one stream where the browser can. */
export function listen(report) {
  if (!globalThis.SharedWorker || !navigator.locks) return follow(report);
  const worker = new SharedWorker("/assets/events-worker.js", { type: "module", name: "engross" });
  worker.addEventListener("error", () => follow(report), { once: true });
  worker.port.addEventListener("message", ({ data }) => report(data));
  worker.port.start();
  // Held as long as this tab lives.
  const lock = `engross.${crypto.randomUUID()}`;
  navigator.locks.request(lock, () => {
    worker.port.postMessage({ lock });
    return new Promise(() => {});
  });
  // A page that comes back from the browser's memory has lost its place in the stream.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
