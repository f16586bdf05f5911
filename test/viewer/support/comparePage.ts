/**
 * The comparing page in a browser, alone: page object and stand-in for the host in one, which compares two real graphs.
 *
 * Things are found by role and name. The page runs under the same content security policy as in the editor.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Graph } from '../../../runtime/trace/model.ts';
import type { CompareHostMessage, ComparePageMessage } from '../../../runtime/viewer/compare/compareMessages.ts';
import { RolloutComparison } from '../../../runtime/viewer/compare/compareRollouts.ts';
import { startBrowser } from '../../vscode/browser.ts';
import { builtFolder } from './buildViewer.ts';
import { pageDocument } from './pageDocument.ts';
import { patience, settle } from './settle.ts';
import { installStubHost, type StubWindow } from './stubHost.ts';
import type { ThemeName } from './themes.ts';

const origin = 'http://compare.test';
const shots = resolve(import.meta.dirname, '../../../test-results/viewer');
const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', ttf: 'font/ttf' };

export interface CompareOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: ThemeName;
  readonly forcedColors?: boolean;
}

let browser: Promise<Browser> | null = null;

export async function closeCompareBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}

export class ComparePageObject {
  readonly page: Page;
  readonly faults: string[] = [];
  readonly #comparison: RolloutComparison;
  #answered = 0;

  private constructor(page: Page, comparison: RolloutComparison) {
    this.page = page;
    this.#comparison = comparison;
  }

  static async open(left: Graph, right: Graph, options: CompareOptions = {}): Promise<ComparePageObject> {
    const { width = 1000, height = 700, theme = 'dark' } = options;
    browser ??= startBrowser();
    const context = await (await browser).newContext({
      viewport: { width, height },
      ...(options.forcedColors ? { forcedColors: 'active' as const } : {}),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const opened = new ComparePageObject(page, RolloutComparison.of(left, right));
    page.on('pageerror', error => opened.faults.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') opened.faults.push(message.text());
    });
    await page.addInitScript({ content: `(${installStubHost})(null)` });
    await page.route(`${origin}/**`, async route => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/')
        return route.fulfill({ contentType: 'text/html', body: pageDocument(origin, 'compare', theme) });
      const body = await readFile(resolve(builtFolder, `.${pathname}`));
      return route.fulfill({ body, contentType: types[pathname.split('.').at(-1) ?? ''] ?? '' });
    });
    await page.goto(`${origin}/`);
    const { comparison } = opened.#comparison;
    await opened.send({ type: 'comparison', comparison, bundles: { left: '/l', right: '/r' } });
    return opened;
  }

  async send(message: CompareHostMessage): Promise<void> {
    await this.page.evaluate(async text => {
      // The page has listened for longer, so it hears of it first.
      const heard = new Promise(done => addEventListener('message', done, { once: true }));
      globalThis.postMessage(JSON.parse(text), '*');
      await heard;
    }, JSON.stringify(message));
    await this.settle();
  }

  async sent(): Promise<ComparePageMessage[]> {
    return this.page.evaluate(() => (globalThis as unknown as StubWindow).stub.sent as never);
  }

  /** What the page has given its host to keep. */
  state(): Promise<unknown> {
    return this.page.evaluate(() => (globalThis as unknown as StubWindow).stub.state as never);
  }

  /** Presses keys, and answers what the page asks for meanwhile. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      await this.settle();
      await this.answer();
    }
  }

  async answer(): Promise<void> {
    const sent = await this.sent();
    for (const message of sent.slice(this.#answered)) {
      if (message.type !== 'row') continue;
      const { key } = message;
      await this.send({ type: 'row', key, details: this.#comparison.details(key) });
    }
    this.#answered = sent.length;
  }

  line(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Names of all lines, from the first to the last. */
  async lines(): Promise<string[]> {
    const texts = await this.page.getByRole('listitem').getByRole('button').allInnerTexts();
    return texts.map(text => text.replaceAll(/\s+/g, ' ').trim());
  }

  /** Text of what has the focus. */
  focused(): Promise<string> {
    return this.page.evaluate(() => (document.activeElement?.textContent ?? '').replaceAll(/\s+/g, ' '));
  }

  async settle(): Promise<void> {
    await settle(this.page);
  }

  async screenshot(name: string): Promise<Buffer> {
    await mkdir(shots, { recursive: true });
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    return this.page.screenshot({ path: resolve(shots, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
