// A folder with texts, the preview of it, and a browser: what the tests and the measurement stand on.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const tools = createRequire(path.join(path.resolve(process.env.TOOLS), 'tools.js'));
const { chromium } = tools('playwright-core');
export const axe = readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');

const program = path.resolve('target/release/engross');

export class Scene {
  // texts: folders of `declarations/` to copy.
  constructor(texts = ['496-the-hague-summit', 'specimen-open-archives']) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'engross-preview-'));
    this.pictures = path.resolve('target/preview');
    for (const text of texts) {
      cpSync(`declarations/${text}`, path.join(this.folder, 'declarations', text), { recursive: true });
    }
    // An editor that writes down what it was asked to open.
    writeFileSync(this.file('editor'), `#!/bin/sh\necho "$@" >> ${this.file('opened')}\n`, { mode: 0o755 });
  }

  file(name) {
    return path.join(this.folder, name);
  }

  read(name) {
    return readFileSync(this.file(name), 'utf8');
  }

  write(name, text) {
    writeFileSync(this.file(name), text);
  }

  // Replaces words in a file, and says if they are not there.
  edit(name, before, after) {
    const text = this.read(name);
    if (!text.includes(before)) throw new Error(`${name} does not say: ${before}`);
    this.write(name, text.replace(before, after));
  }

  git(...words) {
    const author = ['-c', 'user.name=Specimen', '-c', 'user.email=specimen@example.org'];
    return execFileSync('git', [...author, ...words], { cwd: this.folder, encoding: 'utf8' });
  }

  // Starts the program and waits for its address.
  async serve(port) {
    const words = ['preview', '--editor', `${this.file('editor')} {file}:{line}:{column}`];
    if (port) words.push('--port', String(port));
    this.server = spawn(program, words, { cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
    this.address = await new Promise((resolve, reject) => {
      let said = '';
      this.server.stderr.on('data', piece => {
        said += piece;
        const address = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
        if (address) resolve(address[0]);
      });
      this.server.on('exit', () => reject(new Error(`the preview ended: ${said}`)));
    });
    this.port = Number(new URL(this.address).port);
  }

  async stop() {
    const over = new Promise(resolve => this.server.once('exit', resolve));
    this.server.kill('SIGINT');
    await over;
  }

  // Lets browsers come through a gate that counts the streams of events open at the program. Answers the gate.
  async gate() {
    const gate = { streams: 0, most: 0 };
    const server = createServer((asked, answer) => {
      const { port } = this;
      // The program answers to its own address alone.
      const headers = { ...asked.headers, host: `127.0.0.1:${port}` };
      delete headers.origin;
      const options = { port, method: asked.method, path: asked.url, headers };
      const onward = request(options, answered => {
        answer.writeHead(answered.statusCode, answered.headers).flushHeaders();
        answered.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      if (asked.url === '/events') {
        gate.most = Math.max(gate.most, (gate.streams += 1));
        answer.on('close', () => (gate.streams -= 1, onward.destroy()));
      }
      asked.pipe(onward);
    });
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    const behind = this.address;
    this.address = `http://127.0.0.1:${server.address().port}/`;
    gate.close = () => {
      this.address = behind;
      server.close();
      server.closeAllConnections();
    };
    return gate;
  }

  async open(view = 'text=496-the-hague-summit&language=en', settings = {}) {
    this.browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
    this.context ??= await this.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', ...settings });
    const page = await this.context.newPage();
    page.complaints = [];
    page.on('pageerror', error => page.complaints.push(error.message));
    page.on('console', message => message.type() === 'error' && page.complaints.push(message.text()));
    await page.addInitScript(() => {
      window.shown = window.drawn = 0;
      document.addEventListener('engross:shown', () => (window.shown += 1));
      document.addEventListener('engross:drawn', () => (window.drawn += 1));
    });
    await page.goto(`${this.address}read?${view}`);
    // The stream is open as soon as the first refresh after it has been painted.
    await page.waitForFunction(() => window.shown > 0);
    return page;
  }

  // Does something to a file and waits until the page shows it.
  async change(page, act) {
    const before = await page.evaluate(() => window.shown);
    await act();
    await page.waitForFunction(before => window.shown > before, before);
  }

  async end() {
    await this.browser?.close();
    if (this.server && this.server.exitCode === null) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
