// How long it takes from a save to the new picture in the browser: real saves, headless Chromium, the program as built.
//
//   TOOLS=target/checkers CHROMIUM=$(command -v chromium) node core/preview/benches/browser.mjs [SAVES] [PAGES]
//
// Prints median, 95th percentile and longest time for each way of saving, with a text of 5 pages; with PAGES, for one of so
// many; and the memory of the program on the way. There are two times, both from just before the save: `picture`, until the
// frame with the new picture of the page in sight, and `all`, until the frame with all that has changed on the pages.
// Pictures may come with all else; then both are the same. `.ci/checkers/install` installs what it needs.

import { readFileSync, renameSync } from 'node:fs';
import { Scene } from '../../../.ci/preview/scene.mjs';

const saves = Number(process.argv[2] ?? 200);
const pages = Number(process.argv[3] ?? 0);
const EN = 'declarations/496-the-hague-summit/en.yaml';
const FRAME = 17;
const WORDS = ['indispensable', 'irreplaceable', 'essential', 'enduring'];

const scene = new Scene(['496-the-hague-summit']);
const original = pages ? long(scene.read(EN), pages) : scene.read(EN);
scene.write(EN, original);
await scene.serve();
const page = await scene.open();
console.log(`${await page.locator('.sheet').count()} pages`);

const ways = {
  'plain write': text => scene.write(EN, text),
  'atomic rename': text => (scene.write('en.new', text), renameSync(scene.file('en.new'), scene.file(EN))),
  'swap dance': text => (renameSync(scene.file(EN), scene.file(`${EN}~`)), scene.write(EN, text)),
};

let word = 0;
for (const [name, save] of Object.entries(ways)) {
  const times = { picture: [], all: [] };
  for (let at = 0; at < saves; at += 1) {
    word += 1;
    const text = original.replace('indispensable cornerstone', `${WORDS[word % 4]} cornerstone ${word}`);
    const { picture, all } = await time(text, save);
    times.picture.push(picture);
    times.all.push(all);
    // A drafter is slower than that; what the browser does afterwards is not measured with the next save. And a drafter does
    // not keep in step with the frames.
    await page.waitForTimeout(30 + ((at * 7) % FRAME));
    if (at % 500 === 499) console.log(`  after ${at + 1} saves: ${memory()} MiB`);
  }
  for (const [what, figures] of Object.entries(times)) {
    figures.sort((one, other) => one - other);
    const at = share => figures[Math.min(figures.length - 1, Math.floor(figures.length * share))].toFixed(1);
    console.log(`${name.padEnd(14)} ${what.padEnd(8)} median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms; ${memory()} MiB`);
  }
}
await scene.end();

// Waits until all is shown, so that the next save finds nothing on the way. Both clocks are this machine's.
async function time(text, save) {
  await page.evaluate(() => {
    const before = Number(document.documentElement.dataset.generation);
    window.next = new Promise(resolve => {
      let picture;
      const note = ({ type, detail }) => {
        if (detail.generation <= before) return;
        const now = performance.timeOrigin + performance.now();
        picture ??= now;
        if (type !== 'engross:shown') return;
        for (const kind of ['engross:drawn', 'engross:shown']) document.removeEventListener(kind, note);
        resolve({ picture, all: now });
      };
      for (const kind of ['engross:drawn', 'engross:shown']) document.addEventListener(kind, note);
    });
  });
  const began = performance.timeOrigin + performance.now();
  save(text);
  const { picture, all } = await page.evaluate(() => window.next);
  return { picture: picture - began, all: all - began };
}

// A text of about so many pages: the points of the first, again and again.
function long(text, pages) {
  const [head, tail] = text.split('\noperative:\n');
  const [clauses, notes] = tail.split('\nnotes:\n');
  const again = (_, at) => clauses.replace(/\bid: ([a-z0-9-]+)/g, at ? `id: $1-${at}` : '$&').replace(/\[\^[a-z-]+\]/g, at ? '' : '$&');
  const copies = Array.from({ length: Math.max(1, Math.round(pages / 4)) }, again);
  return `${head}\noperative:\n${copies.join('\n')}${notes ? `\nnotes:\n${notes}` : ''}`;
}

// The memory of the program that nobody else has.
function memory() {
  const status = readFileSync(`/proc/${scene.server.pid}/status`, 'utf8');
  return Math.round(Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024);
}
