// Shared by all tabs of a browser: holds the one stream of events, since a browser opens no more than six connections to a
// host, and passes on what comes.
import { follow } from "./stream.js";

const tabs = new Set();
let state = null;

follow((event) => {
  if (event.kind === "open" || event.kind === "closed") state = event;
  for (const tab of tabs) tab.postMessage(event);
});

addEventListener("connect", ({ ports: [tab] }) => {
  tabs.add(tab);
  if (state) tab.postMessage(state);
  // A tab that is closed or killed says nothing. But it lets go of its lock, which then comes to us.
  tab.addEventListener("message", ({ data: { lock } }) => {
    navigator.locks.request(lock, () => {
      tabs.delete(tab);
      tab.close();
    });
  });
  tab.start();
});
