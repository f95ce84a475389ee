// A drafter's hour with the preview, step by step, in a real browser.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axe, Scene } from './scene.mjs';

const EN = 'declarations/496-the-hague-summit/en.yaml';
const FR = 'declarations/496-the-hague-summit/fr.yaml';
const VIEW = 'text=496-the-hague-summit&language=en';
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let scene;

before(async () => {
  scene = new Scene();
  scene.git('init', '--quiet');
  scene.git('add', '.');
  scene.git('commit', '--quiet', '--message', 'Begin');
  mkdirSync(scene.pictures, { recursive: true });
  await scene.serve();
});

after(() => scene.end());

// What each page shows: the addresses of its picture's layers.
const sources = page =>
  page.$$eval('.sheet', sheets => sheets.map(it => Array.from(it.querySelectorAll('.picture'), layer => layer.getAttribute('src')).join(' ')));
const text = (page, selector) => page.$eval(selector, element => element.textContent);
const photograph = (page, name) => page.screenshot({ path: `${scene.pictures}/${name}.png` });

async function accessible(page, name) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(values => window.axe.run({ runOnly: { type: 'tag', values } }), rules);
  assert.ok(passes.length > 10, 'axe has looked');
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`), [], name);
}

test('the list of texts can be searched', async () => {
  const page = await scene.open();
  await page.goto(scene.address);
  assert.equal(await page.locator('.texts a[href*="/read"]').first().isVisible(), true);
  await page.getByRole('searchbox').fill('archives');
  await page.waitForFunction(() => !document.body.innerText.includes('Hague'));
  await photograph(page, 'list');
  await accessible(page, 'list');
  await page.locator('details.menu summary').click();
  await page.locator('.menu a[hreflang="fr"]').click();
  assert.equal(await page.getAttribute('html', 'lang'), 'fr');
  await page.locator('.text .jump').first().click();
  assert.equal(await page.getAttribute('html', 'lang'), 'fr', 'the choice holds');
  assert.match(await text(page, '#outline'), /Préambule.*Dispositif/s);
  await page.close();
});

test('the pages are those of the file, and everything has a name', async () => {
  const page = await scene.open();
  assert.equal((await sources(page)).length, 5);
  for (const picture of await page.$$('.picture')) {
    await picture.scrollIntoViewIfNeeded();
    assert.ok(await picture.evaluate(async it => (await it.decode(), it.naturalWidth > 500)));
  }
  assert.match(await text(page, '#outline'), /26\..*bb\./s);
  assert.deepEqual(page.complaints, []);
  await page.locator('.desk').first().evaluate(desk => desk.scrollTo(0, 0));
  await photograph(page, 'pages');
  await accessible(page, 'pages');
  await page.close();
});

test('a save changes the page that it concerns, and shows the clause', async () => {
  const page = await scene.open();
  const before = await sources(page);
  await scene.change(page, () => scene.edit(EN, 'a Transatlantic Deterrence Initiative', 'a Great Transatlantic Deterrence Initiative'));
  const after = await sources(page);
  assert.ok(before.some((source, at) => source !== after[at]) && before[0] === after[0], 'only pages with a change');
  assert.match(await text(page, '#news'), /Saved/);
  assert.ok(await page.locator('.units [data-unit="deterrence-initiative"] .touched').count(), 'the clause is marked');
  await page.waitForTimeout(700);
  const inSight = await page.$eval('.units [data-unit="deterrence-initiative"]', it => {
    const { top } = it.getBoundingClientRect();
    return top > 0 && top < innerHeight;
  });
  assert.ok(inSight, 'the clause is in sight');
  await page.waitForFunction(() => !document.querySelector('.touched'));
  await photograph(page, 'saved');
  await scene.change(page, () => scene.edit(EN, 'a Great Transatlantic Deterrence Initiative', 'a Transatlantic Deterrence Initiative'));
  await page.close();
});

test('pictures come ahead of all else, and all else finds them there', async () => {
  const page = await scene.open(`${VIEW}&beside=fr`);
  const title = await page.title();
  const before = await sources(page);
  const states = () => page.$$eval('.sheet', sheets => sheets.map(it => it.dataset.state));
  const known = await states();
  // The answers with all else wait until they are let through.
  let gate, open;
  const shut = () => (gate = new Promise(resolve => (open = resolve)));
  shut();
  await page.route('**/parts?*', async route => {
    const response = await route.fetch();
    await gate;
    await route.fulfill({ response });
  });
  const letThrough = async () => {
    const shown = await page.evaluate(() => window.shown);
    open();
    await page.waitForFunction(shown => window.shown > shown, shown);
  };
  const rename = async (from, to) => {
    const [first] = await sources(page);
    const drawn = await page.evaluate(() => window.drawn);
    scene.edit(EN, `${from} NATO`, `${to} NATO`);
    for (let now = first; now === first; [now] = await sources(page)) await page.waitForTimeout(20);
    await page.waitForFunction(drawn => window.drawn > drawn, drawn);
  };
  await rename('Taking', 'Moving');
  const ahead = await sources(page);
  assert.deepEqual(ahead.slice(1, 5), before.slice(1, 5), 'of the pages only one has changed');
  assert.equal(await page.title(), title, 'all else is still to come');
  await photograph(page, 'ahead');
  await page.evaluate(() => (window.placed = [...document.querySelectorAll('#page-en-1 .picture')]));
  await letThrough();
  assert.match(await page.title(), /Moving NATO/);
  assert.equal((await sources(page))[0], ahead[0]);
  assert.ok(await page.evaluate(() => window.placed.every(picture => picture.isConnected)), 'the pictures stay as they are');
  assert.notEqual((await states())[0], known[0]);

  // A word that is taken back before all else has come, while its page is out of sight.
  shut();
  await rename('Moving', 'Turning');
  await rename('Turning', 'Keeping');
  assert.notEqual((await sources(page))[0], ahead[0]);
  const desk = page.locator('#pane-en .desk');
  await desk.evaluate(it => it.scrollTo({ top: it.scrollHeight, behavior: 'instant' }));
  scene.edit(EN, 'Keeping NATO', 'Moving NATO');
  await page.waitForTimeout(500);
  await letThrough();
  await page.waitForFunction(source => document.querySelector('#page-en-1 .picture').getAttribute('src') === source, ahead[0].split(' ')[0]);
  assert.equal((await sources(page))[0], ahead[0], 'the page is again what the program knows');
  assert.deepEqual(page.complaints, []);
  await scene.change(page, () => scene.edit(EN, 'Moving NATO', 'Taking NATO'));
  await page.waitForFunction(title => document.title === title, title);
  assert.equal((await sources(page))[0], before[0]);
  await page.close();
});

test('pages that come or go wait for all else', async () => {
  const page = await scene.open();
  const original = scene.read(EN);
  const drawn = await page.evaluate(() => window.drawn);
  const more = ' and so it goes on, line by line, until the page is full'.repeat(60);
  await scene.change(page, () => scene.write(EN, original.replace('indispensable cornerstone', `indispensable cornerstone${more}`)));
  await page.waitForFunction(() => document.querySelectorAll('.sheet').length > 5);
  await scene.change(page, () => scene.write(EN, original));
  assert.equal((await sources(page)).length, 5);
  assert.equal(await page.evaluate(() => window.drawn), drawn);
  await page.close();
});

test('every way of saving is seen', async () => {
  const page = await scene.open();
  const words = ['Plain', 'Renamed', 'Swapped', 'Removed'];
  const save = {
    Plain: content => scene.write(EN, content),
    Renamed: content => (scene.write('new', content), renameSync(scene.file('new'), scene.file(EN))),
    Swapped: content => (renameSync(scene.file(EN), scene.file(`${EN}~`)), scene.write(EN, content)),
    Removed: content => (rmSync(scene.file(EN)), scene.write(EN, content)),
  };
  const original = scene.read(EN);
  for (const word of words) {
    const before = await sources(page);
    await scene.change(page, () => save[word](original.replace('Taking NATO', `${word} NATO`)));
    await page.waitForFunction(word => document.title.includes(word), word);
    assert.notEqual((await sources(page))[0], before[0], word);
  }
  await scene.change(page, () => scene.write(EN, original));
  rmSync(scene.file(`${EN}~`));
  await page.close();
});

test('a file that cannot be read leaves the last good pages, and comes back', async () => {
  const page = await scene.open();
  const good = await sources(page);
  const original = scene.read(EN);
  await scene.change(page, () => scene.edit(EN, 'kind: declaration', 'kind: "declaration'));
  await page.waitForSelector('.behind');
  assert.deepEqual(await sources(page), good, 'the last good pages stay');
  assert.match(await text(page, '#findings'), /YAML-/);
  assert.ok(await page.locator('.excerpt mark').first().isVisible());
  await photograph(page, 'behind');
  await accessible(page, 'behind');
  await scene.change(page, () => scene.write(EN, original));
  assert.equal(await page.locator('.behind').count(), 0);
  await page.close();
});

test('a finding stands at its clause, and is mended with a click and not before', async () => {
  const page = await scene.open();
  const original = scene.read(EN);
  const wrong = original.replace('Europe and North America;', 'Europe and North America,');
  assert.notEqual(wrong, original);
  await page.evaluate(() => {
    const note = () => (window.meanwhile = [document.querySelectorAll('.mark').length, document.querySelectorAll('.finding').length]);
    document.addEventListener('engross:shown', note, { once: true });
  });
  await scene.change(page, () => scene.write(EN, wrong));
  assert.deepEqual(await page.evaluate(() => window.meanwhile), [1, 0], 'the page does not wait for the list of findings');
  assert.match(await text(page, '#findings'), /PUN-/);
  assert.ok(await page.locator('.mark').first().isVisible(), 'the clause is marked');
  await photograph(page, 'finding');
  await accessible(page, 'finding');
  assert.equal(scene.read(EN), wrong, 'nothing is written before the click');
  assert.ok(await page.locator('.message code').count(), 'code is shown as code');
  const element = await page.$('.finding');
  const key = await element.getAttribute('data-finding');
  await element.focus();
  await scene.change(page, () => scene.write(EN, wrong.replace('Taking NATO', 'Moving NATO')));
  assert.notEqual(await element.getAttribute('data-finding'), key, 'it is the finding of this state of the file');
  assert.ok(await element.evaluate(it => it === document.activeElement), 'and stays where it is, with the focus');
  await scene.change(page, () => scene.write(EN, wrong));
  await scene.change(page, () => page.locator('[data-do=fix]').first().click());
  assert.equal(scene.read(EN), original);
  await page.waitForFunction(() => /^Fixed: .*Saved: /.test(document.getElementById('news').textContent));
  await page.reload();
  await page.waitForFunction(() => window.shown > 0);
  assert.equal(await text(page, '#news'), '', 'a page opened afresh has no news');
  await page.close();
});

test('a click on a clause opens the editor at its line', async () => {
  const page = await scene.open();
  await page.locator('.units [data-unit="strategic-concept"] rect').first().click();
  await page.waitForFunction(() => document.getElementById('news').textContent.includes('en.yaml:'));
  const line = scene.read(EN).split('\n').findIndex(it => it.includes('id: strategic-concept')) + 1;
  for (let tries = 0; tries < 100 && !existsSync(scene.file('opened')); tries += 1) await page.waitForTimeout(20);
  const [, opened] = scene.read('opened').match(/en\.yaml:(\d+):/);
  assert.ok(Math.abs(Number(opened) - line) <= 2, `line ${opened} for ${line}`);
  await page.close();
});

test('languages switch, and stand side by side', async () => {
  const page = await scene.open();
  await page.locator('details.menu', { hasText: 'Language' }).first().click();
  await page.locator('#languages a[data-choice="fr"]').click();
  await page.waitForFunction(() => window.shown > 0);
  assert.equal(await page.$eval('.pane', it => it.dataset.language), 'fr');
  assert.match(await text(page, '#outline'), /reviewed/);
  await page.close();

  const both = await scene.open(`${VIEW}&beside=fr`);
  assert.equal(await both.locator('.pane').count(), 2);
  const [en, fr] = await both.$$('.desk');
  const target = await both.$eval('#pane-en [data-unit="urges"]', it => it.getBoundingClientRect().top);
  // To the line where one reads, an eighth of the way down.
  await en.evaluate((desk, at) => desk.scrollBy(0, at - desk.getBoundingClientRect().top - desk.clientHeight / 8), target);
  await both.waitForTimeout(300);
  const tops = await both.$$eval('[data-unit="urges"] rect', boxes => boxes.map(it => Math.round(it.getBoundingClientRect().top)));
  assert.ok(Math.abs(tops[0] - tops[1]) < 8, `the same clause stands at ${tops}`);
  assert.ok((await fr.evaluate(desk => desk.scrollTop)) > 0);
  await photograph(both, 'beside');
  await accessible(both, 'beside');
  const before = await sources(both);
  await scene.change(both, () => scene.edit(FR, 'Soulignant', 'Soulignant bien'));
  const after = await sources(both);
  assert.deepEqual(after.slice(0, 5), before.slice(0, 5), 'the English pages stay');
  assert.notDeepEqual(after.slice(5), before.slice(5));
  scene.edit(FR, 'Soulignant bien', 'Soulignant');
  await both.close();
});

test('HTML and plain text scroll together too, and the place stays when the form changes', async () => {
  for (const form of ['html', 'text']) {
    const page = await scene.open(`${VIEW}&beside=fr&form=${form}`);
    await page.waitForTimeout(300);
    const top = language => page.evaluate(async ([form, language]) => {
      const { unitIn, scrolled } = await import('/assets/scrolled.js');
      const pane = document.getElementById(`pane-${language}`);
      return unitIn(pane, 'urges').getBoundingClientRect().top - scrolled(pane).top;
    }, [form, language]);
    for (const [leads, follows] of [['fr', 'en'], ['en', 'fr']]) {
      const at = await top(leads);
      await page.evaluate(async ([language, at]) => {
        const { scrolled } = await import('/assets/scrolled.js');
        const { element } = scrolled(document.getElementById(`pane-${language}`));
        element.scrollBy({ top: at - element.clientHeight / 8, behavior: 'instant' });
      }, [leads, at]);
      await page.waitForTimeout(200);
      const tops = [await top(leads), await top(follows)];
      assert.ok(tops[0] > 20 && Math.abs(tops[0] - tops[1]) < 8, `${form}: the clause stands at ${tops}`);
      await page.evaluate(async language => {
        const { scrolled } = await import('/assets/scrolled.js');
        scrolled(document.getElementById(`pane-${language}`)).element.scrollTo({ top: 0, behavior: 'instant' });
      }, leads);
      await page.waitForTimeout(200);
    }
    await photograph(page, `beside-${form}`);
    await accessible(page, `beside-${form}`);
    await page.close();
  }
  const page = await scene.open();
  const fromReadingLine = () => page.evaluate(async () => {
    const { unitIn, scrolled } = await import('/assets/scrolled.js');
    const pane = document.querySelector('.pane');
    const { element, top } = scrolled(pane);
    return unitIn(pane, 'urges').getBoundingClientRect().top - top - element.clientHeight / 8;
  });
  const at = await fromReadingLine();
  await page.evaluate(at => document.querySelector('.desk').scrollBy({ top: at, behavior: 'instant' }), at);
  for (const form of ['html', 'text', 'pages']) {
    await page.evaluate(form => document.querySelector(`[data-choice="${form}"]`).click(), form);
    await page.waitForFunction(form => document.querySelector('.pane')?.dataset.form === form && window.shown > 0, form);
    await page.waitForTimeout(300);
    const at = await fromReadingLine();
    assert.ok(Math.abs(at) < 8, `${form}: the clause stands ${at} from where it stood`);
  }
  await page.close();
});

test('changes since the last save, the last commit and another file are marked', async () => {
  const original = scene.read(EN);
  const page = await scene.open(`${VIEW}&since=commit&form=html`);
  const marks = async page => {
    const frame = await (await page.waitForSelector('iframe.twin')).contentFrame();
    return { ins: await frame.locator('ins').allTextContents(), del: await frame.locator('del').allTextContents() };
  };
  assert.deepEqual(await marks(page), { ins: [], del: [] });
  await scene.change(page, () => scene.edit(EN, 'indispensable cornerstone', 'indispensable foundation'));
  await page.waitForTimeout(500);
  const now = await marks(page);
  assert.match(now.ins.join(' '), /foundation/);
  assert.match(now.del.join(' '), /cornerstone/);
  await page.goto(`${scene.address}read?${VIEW}&since=save&form=html`);
  await page.waitForFunction(() => window.shown > 0);
  assert.deepEqual(await marks(page), now, 'since the last save as since the commit before it');
  await page.goto(`${scene.address}read?${VIEW}&since=save`);
  await page.waitForFunction(() => window.shown > 0);
  await photograph(page, 'compared');
  const other = await scene.open(`${VIEW}&since=${encodeURIComponent(FR)}`);
  assert.ok((await sources(other)).length > 5, 'beside the whole text stands what it was in French');
  await other.close();
  await page.close();
  scene.write(EN, original);
});

test('the look of an adopted text and of a draft', async () => {
  const page = await scene.open(`${VIEW}&look=draft`);
  const draft = await sources(page);
  assert.match(await page.title(), /^Draft declaration/);
  await page.goto(`${scene.address}read?${VIEW}&look=adopted`);
  assert.notEqual((await sources(page))[0], draft[0]);
  assert.match(await page.title(), /^Declaration 496/);
  await page.close();
});

test('files to take along are the real ones', async () => {
  const page = await scene.open();
  for (const [format, begins] of [['pdf', '%PDF'], ['docx', 'PK'], ['html', '<!'], ['txt', '']]) {
    const answer = await page.request.get(`${scene.address}download?${VIEW}&format=${format}`);
    assert.equal(answer.status(), 200, format);
    const body = await answer.body();
    assert.ok(body.length > 1_000 && body.subarray(0, 4).toString().startsWith(begins), format);
  }
  await page.close();
});

test('the page comes back after the server', async () => {
  const page = await scene.open();
  const { port } = scene;
  await scene.stop();
  await page.waitForSelector('#connection:not([hidden])');
  await photograph(page, 'disconnected');
  await scene.change(page, () => scene.serve(port));
  await page.waitForSelector('#connection', { state: 'hidden' });
  await scene.change(page, () => scene.edit(EN, 'Taking NATO', 'Retaking NATO'));
  await page.waitForFunction(() => document.title.includes('Retaking'));
  scene.edit(EN, 'Retaking NATO', 'Taking NATO');
  await page.close();
});

test('twenty tabs have one stream, and all see a save', async () => {
  const gate = await scene.gate();
  const pages = [];
  for (let at = 0; at < 20; at += 1) pages.push(await scene.open());
  assert.deepEqual([gate.streams, gate.most], [1, 1], 'one stream, whoever opened it');
  scene.edit(EN, 'Taking NATO', 'Moving NATO');
  for (const page of pages) {
    await page.bringToFront();
    await page.waitForFunction(() => document.title.includes('Moving'));
  }
  scene.edit(EN, 'Moving NATO', 'Taking NATO');
  assert.equal(gate.most, 1);
  await pages.pop().close();
  await Promise.all(pages.map(page => page.close()));
  for (let tries = 0; tries < 100 && gate.streams > 0; tries += 1) await new Promise(resolve => setTimeout(resolve, 50));
  assert.equal(gate.streams, 0, 'with the last tab it ends');
  gate.close();
});

test('a folder that goes and a file that becomes a folder leave it serving', async () => {
  const page = await scene.open();
  const original = scene.read(EN);
  rmSync(scene.file(EN));
  mkdirSync(scene.file(EN));
  await page.waitForTimeout(1_500);
  rmSync(scene.file(EN), { recursive: true });
  renameSync(scene.file('declarations'), scene.file('elsewhere'));
  await page.waitForTimeout(1_500);
  assert.equal((await page.request.get(scene.address)).status(), 200);
  renameSync(scene.file('elsewhere'), scene.file('declarations'));
  await page.waitForTimeout(1_500);
  scene.write(EN, original.replace('Taking NATO', 'Finding NATO'));
  await page.waitForFunction(() => document.title.includes('Finding'));
  // Gone and back before anybody looks.
  renameSync(scene.file('declarations'), scene.file('elsewhere'));
  renameSync(scene.file('elsewhere'), scene.file('declarations'));
  await page.waitForTimeout(300);
  scene.write(EN, original.replace('Taking NATO', 'Keeping NATO'));
  await page.waitForFunction(() => document.title.includes('Keeping'));
  scene.write(EN, original);
  await page.close();
});

test('it can be used in French, in the dark, on a narrow screen, and read without scripts', async () => {
  const { browser } = scene;
  const look = async (name, settings, view = VIEW) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...settings });
    const page = await context.newPage();
    await page.goto(`${scene.address}read?${view}`);
    await page.waitForTimeout(300);
    await photograph(page, name);
    if (settings.javaScriptEnabled !== false) await accessible(page, name);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth).catch(() => 0);
    assert.ok(wide <= 0, `${name} scrolls sideways by ${wide}`);
    return page;
  };
  const french = await look('french', { locale: 'fr-FR' });
  assert.equal(await french.getAttribute('html', 'lang'), 'fr');
  await look('dark', { colorScheme: 'dark' });
  await look('narrow', { viewport: { width: 320, height: 640 } });
  await look('arabic', {}, 'text=specimen-open-archives&language=ar');
  const plain = await look('without-scripts', { javaScriptEnabled: false });
  assert.equal(await plain.locator('.sheet').count(), 5);
  for (const context of browser.contexts()) if (context !== scene.context) await context.close();
});
