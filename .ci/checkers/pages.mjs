// pages.mjs FILE.html…: opens each page in headless Chromium, in light and in dark, 320 and 1280 pixels wide, as a browser
// with its own rules would, and prints a line of JSON a page: {"file": …, "problems": […]}.
//
// A problem is what axe-core finds, a message of error on the console, a request to anywhere, or a page wider than its
// window. CHROMIUM names the browser, TOOLS the folder of `node_modules`.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const tools = createRequire(path.join(path.resolve(process.env.TOOLS), 'tools.js'));
const { chromium } = tools('playwright-core');
const axe = readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const files = process.argv.slice(2);
const problems = new Map(files.map(file => [file, []]));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    for (const file of files) {
      for (const problem of await look(context, pathToFileURL(path.resolve(file)).href)) {
        problems.get(file).push(`${colorScheme}, ${width} px: ${problem}`);
      }
    }
    await context.close();
  }
}
await browser.close();
for (const [file, found] of problems) {
  console.log(JSON.stringify({ file, problems: found }));
}

async function look(context, address) {
  const found = [];
  const page = await context.newPage();
  page.on('console', message => message.type() === 'error' && found.push(`console: ${message.text()}`));
  page.on('pageerror', error => found.push(`script: ${error.message}`));
  page.on('request', request => request.url() !== address && found.push(`request: ${request.url().slice(0, 200)}`));
  await page.goto(address);
  const { scrolled, shown } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrolled: scrollWidth, shown: clientWidth };
  });
  if (scrolled > shown) {
    found.push(`scrolls sideways: ${scrolled} px in a window of ${shown} px`);
  }
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(values => window.axe.run({ runOnly: { type: 'tag', values } }), rules);
  if (passes.length === 0) {
    found.push('axe: nothing was checked');
  }
  for (const { id, nodes } of violations) {
    found.push(`axe: ${id} at ${nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')}`);
  }
  await page.close();
  return found;
}
