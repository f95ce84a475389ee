// When the text has changed: fetches the pieces of markup that may have changed with it and replaces what differs.
import { expect, knownStates } from "./known.js";
import { morphChildren } from "./morph.js";
import { arriving, loadAll, settle, takeOver } from "./pictures.js";
import { recall } from "./preferences.js";
import { say } from "./say.js";
import { countFindings } from "./findings.js";
import { showUnit } from "./units.js";

const root = document.documentElement;
const PATIENCE = 700;

/** Answers what is to be called with each event of the stream. */
export function refreshOn() {
  let connected = false;
  let broken = null;
  document.addEventListener("visibilitychange", () => !document.hidden && late && refresh());
  return (event) => {
    const banner = document.getElementById("connection");
    if (event.kind === "closed") {
      broken ??= setTimeout(() => {
        banner.hidden = false;
        say(banner.textContent);
      }, PATIENCE);
    } else if (event.kind === "open") {
      clearTimeout(broken);
      broken = null;
      if (!banner.hidden) say(document.body.dataset.connected);
      banner.hidden = true;
      // What happened in between is not known.
      refresh(connected);
      connected = true;
    } else if (event.text === null) {
      refresh(true);
    } else if (event.text === document.body.dataset.text && String(event.generation) !== root.dataset.generation) {
      refresh();
    }
  };
}

let running = false;
let late = false;
let lateList = false;

/** Brings the page up to date; with `list`, the list of texts and the choices too. Calls while it runs become one. */
async function refresh(list = false) {
  late = true;
  lateList ||= list;
  // A hidden tab paints nothing; it catches up as soon as it is looked at.
  if (running || document.hidden) return;
  running = true;
  try {
    while (late && !document.hidden) {
      const wholeList = lateList;
      late = lateList = false;
      if (document.body.dataset.query) await refreshText();
      if (wholeList) await refreshList();
    }
  } catch {
    // The program is gone; the stream says so, and a refresh follows when it is back.
  } finally {
    running = false;
  }
}

async function refreshText() {
  const response = await fetch(`/parts?${document.body.dataset.query}&known=${knownStates()}`, { cache: "no-store" });
  document.getElementById("gone").hidden = response.status !== 404;
  if (response.ok) await show(await response.json());
}

/** Shows what has come and says when it is painted. */
async function show(parts) {
  const isNews = String(parts.generation) !== root.dataset.generation;
  const [language, unit] = parts.edited;
  const panes = document.getElementById("panes");
  const wanted = markup(parts.panes);

  expect(parts.panes, parts.outline);
  const loading = loadAll(arriving(panes, wanted, language, unit));
  replace("outline", parts.outline);
  if (document.title !== parts.title) {
    document.title = document.getElementById("title").textContent = parts.title;
  }
  await loading;

  renew(panes, wanted);
  root.dataset.generation = parts.generation;
  document.dispatchEvent(new CustomEvent("engross:replaced"));
  if (isNews) {
    say(parts.news);
    if (unit && recall("follow", "on") === "on") showUnit(language, unit);
  }
  await painted();
  document.dispatchEvent(new CustomEvent("engross:shown", { detail: { generation: parts.generation } }));
  // What lies beside the pages follows them: until then it stays as it was.
  replace("findings", parts.findings);
  countFindings();
  replace("thumbnails", parts.thumbnails);
  settle();
}

/** Makes the panes those that are wanted; where a notice above the pages comes or goes, the pages stay where they are. */
function renew(panes, wanted) {
  const noticesChange = panes.querySelectorAll(".behind").length !== wanted.querySelectorAll(".behind").length;
  const desks = noticesChange ? [...panes.querySelectorAll(".desk")] : [];
  const tops = desks.map((desk) => desk.offsetTop);
  morphChildren(panes, wanted, takeOver);
  for (const [index, desk] of desks.entries()) desk.scrollTop += desk.offsetTop - tops[index];
}

/** The list of texts and what there is to choose, out of a whole page. */
async function refreshList() {
  const response = await fetch(location.pathname + location.search, { cache: "no-store" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const selector of [".texts", ".choices", ".notices"]) {
    const existing = document.querySelector(selector);
    const wanted = page.querySelector(selector);
    if (!existing || !wanted) continue;
    // A menu that is open stays open.
    for (const [index, menu] of [...existing.querySelectorAll("details")].entries()) {
      wanted.querySelectorAll("details")[index]?.toggleAttribute("open", menu.open);
    }
    morphChildren(existing, wanted);
  }
  document.dispatchEvent(new CustomEvent("engross:listed"));
}

const last = new Map();

/** Replaces the content of an element where it differs. */
function replace(id, html) {
  if (last.get(id) === html) return;
  last.set(id, html);
  morphChildren(document.getElementById(id), markup(html));
}

/** Markup of the program's own templates, not yet in the document. */
function markup(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Waits until what was changed has been painted: a message sent at the beginning of a frame comes after its end. */
function painted() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    requestAnimationFrame(() => port2.postMessage(null));
  });
}
