// When the text has changed: fetches the pieces of markup that may have changed with it and replaces what differs.
import { giveWay, goAhead, isAheadOf } from "./ahead.js";
import { expect, knownStates } from "./known.js";
import { morphChildren } from "./morph.js";
import { arriving, loadAll, settle, takeOver } from "./pictures.js";
import { recall } from "./preferences.js";
import { say } from "./say.js";
import { inTurn, painted } from "./screen.js";
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
    } else if (event.kind === "pictures") {
      showPictures(event);
    } else if (event.text === null) {
      refresh(true);
    } else if (event.text === document.body.dataset.text && String(event.generation) !== root.dataset.generation) {
      refresh();
    }
  };
}

/** Shows pictures that have come ahead, unless what is shown is as new, and says when they are painted. */
async function showPictures(event) {
  const isNewer = () => event.generation > Number(root.dataset.generation);
  if (document.hidden || !(await inTurn(() => isNewer() && goAhead(event)))) return;
  await painted();
  document.dispatchEvent(new CustomEvent("engross:drawn", { detail: { generation: event.generation } }));
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
  if (!response.ok) return;
  const parts = await response.json();
  const isNews = String(parts.generation) !== root.dataset.generation;
  if (await inTurn(() => show(parts))) await announce(parts, isNews);
}

/** Shows what has come. Answers whether it does: what is older than the pictures is left to what comes after it. */
async function show(parts) {
  if (late && isAheadOf(parts.generation)) return false;
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

  giveWay(wanted);
  renew(panes, wanted);
  root.dataset.generation = parts.generation;
  return true;
}

/** Tells what is shown now and says when it is painted; shows then what lies beside the pages. */
async function announce(parts, isNews) {
  const [language, unit] = parts.edited;
  document.dispatchEvent(new CustomEvent("engross:replaced"));
  if (isNews) {
    say(parts.news);
    if (unit && recall("follow", "on") === "on") showUnit(language, unit);
  }
  await painted();
  document.dispatchEvent(new CustomEvent("engross:shown", { detail: { generation: parts.generation } }));
  // Until then it stays as it was.
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
