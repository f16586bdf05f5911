/**
 * The viewer in a browser, alone: page object and stand-in for the host in one.
 *
 * Things are found by role and name, as a person with a screen reader would find them. The page runs under the same
 * content security policy as in the editor; a refused script or style fails the test through `faults`.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import type { EntityRef, TimelineDelta } from '../../../runtime/trace/timeline/columns.ts';
import type { HostMessage, PageMessage, ViewerHeader } from '../../../runtime/viewer/messages.ts';
import { startBrowser } from '../../vscode/browser.ts';
import { builtFolder } from './buildViewer.ts';
import { pageDocument } from './pageDocument.ts';
import { patience, settle } from './settle.ts';
import { installStubHost, type StubWindow } from './stubHost.ts';
import { type ThemeName, themeStyle, themes } from './themes.ts';

const origin = 'http://viewer.test';
const shots = resolve(import.meta.dirname, '../../../test-results/viewer');

export interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly ratio?: number;
  readonly theme?: ThemeName;
  readonly state?: unknown;
  readonly forcedColors?: boolean;
  /** Texts of another language, as the host would put them into the page. */
  readonly strings?: Readonly<Record<string, string>>;
}

export interface OpenFileOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** What shows that the page is there; default its timeline. */
  readonly waitFor?: 'application' | 'alert';
}

let browser: Browser | null = null;

async function launch(): Promise<Browser> {
  browser ??= await startBrowser();
  return browser;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  browser = null;
}

export class ViewerPage {
  readonly page: Page;
  /** Errors and refusals of the page so far; a test expects none. */
  readonly faults: string[] = [];
  private constructor(page: Page) {
    this.page = page;
  }

  static async open(options: OpenOptions = {}): Promise<ViewerPage> {
    const { width = 1200, height = 800, ratio = 1, theme = 'dark', state = null } = options;
    const context = await (await launch()).newContext({
      viewport: { width, height },
      deviceScaleFactor: ratio,
      ...(options.forcedColors ? { forcedColors: 'active' as const } : {}),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const viewer = new ViewerPage(page);
    viewer.watch();
    await page.addInitScript({ content: `(${installStubHost})(${JSON.stringify(state)})` });
    await page.route(`${origin}/**`, async route => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/')
        return route.fulfill({
          contentType: 'text/html',
          body: pageDocument(origin, 'viewer', theme, options.strings),
        });
      try {
        const body = await readFile(resolve(builtFolder, `.${pathname}`));
        return await route.fulfill({ body, contentType: contentType(pathname) });
      } catch {
        return route.fulfill({ status: 404 });
      }
    });
    await page.goto(`${origin}/`);
    return viewer;
  }

  /** A saved file as a person opens it, from disk. Anything else that it asks for is a fault. */
  static async openFile(path: string, options: OpenFileOptions = {}): Promise<ViewerPage> {
    const { width = 1200, height = 800, dark = false, waitFor = 'application' } = options;
    const context = await (await launch()).newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      offline: true,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    const viewer = new ViewerPage(page);
    viewer.watch();
    const { href } = pathToFileURL(path);
    page.on('request', request => {
      if (request.url() !== href && !request.url().startsWith('data:font/'))
        viewer.faults.push(`asked for ${request.url().slice(0, 200)}`);
    });
    await page.goto(href);
    await page.getByRole(waitFor).waitFor();
    return viewer;
  }

  private watch(): void {
    this.page.on('pageerror', error => this.faults.push(String(error)));
    this.page.on('console', message => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
  }

  /** What a host does: hands a message to the page, and waits until it was heard. Typed arrays arrive as such. */
  async send(message: HostMessage): Promise<void> {
    await this.page.evaluate(
      async ([text]) => {
        const kinds = { Float64Array, Int32Array, Uint8Array };
        const revived = JSON.parse(text ?? '', (_key, value) => {
          const kind = value?.$column as keyof typeof kinds | undefined;
          if (!kind) return value;
          return kinds[kind].from((value.values as (number | null)[]).map(each => each ?? Number.POSITIVE_INFINITY));
        });
        // The page has listened for longer, so it hears of it first.
        const heard = new Promise(done => addEventListener('message', done, { once: true }));
        globalThis.postMessage(revived, '*');
        await heard;
      },
      [JSON.stringify(message, packColumn)],
    );
    await this.settle();
  }

  timeline(delta: TimelineDelta): Promise<void> {
    return this.send({ type: 'timeline', delta });
  }

  header(header: Partial<ViewerHeader> = {}): Promise<void> {
    const whole = {
      title: 'fix-slow-tests',
      state: 'recorded',
      findings: [],
      liveCells: [],
      bundleKey: 'b1',
      ...header,
    };
    return this.send({ type: 'header', header: whole as ViewerHeader });
  }

  /** Everything the page has told its host. */
  sent(): Promise<PageMessage[]> {
    return this.page.evaluate(() => (globalThis as unknown as StubWindow).stub.sent as never);
  }

  async lastSent<T extends PageMessage['type']>(type: T): Promise<Extract<PageMessage, { type: T }> | undefined> {
    const all = await this.sent();
    return all.findLast(message => message.type === type) as Extract<PageMessage, { type: T }> | undefined;
  }

  /** What the page has given its host to keep, once it holds this text. */
  async state(holding: string): Promise<unknown> {
    await this.page.waitForFunction(
      text => JSON.stringify((globalThis as unknown as StubWindow).stub.state ?? '').includes(text),
      holding,
    );
    return this.page.evaluate(() => (globalThis as unknown as StubWindow).stub.state as never);
  }

  get surface(): Locator {
    return this.page.getByRole('application', { name: /^Timeline of/ });
  }
  get details(): Locator {
    return this.page.getByRole('region', { name: 'Details' });
  }
  get tree(): Locator {
    return this.page.getByRole('tree');
  }
  get searchBox(): Locator {
    return this.page.getByRole('textbox', { name: 'Search' });
  }
  get overview(): Locator {
    return this.page.getByRole('scrollbar', { name: 'Visible part of the timeline' });
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
  /** What was last said to a screen reader. */
  async said(): Promise<string> {
    return (await this.page.getByRole('status').last().textContent()) ?? '';
  }
  /** The stretch of time in view, in words. */
  async shown(): Promise<string> {
    await this.settle();
    return (await this.overview.getAttribute('aria-valuetext')) ?? '';
  }

  async press(...keys: string[]): Promise<void> {
    await this.surface.focus();
    for (const key of keys) await this.page.keyboard.press(key);
    await this.settle();
  }

  /** Waits until what was asked for has been drawn. */
  async settle(): Promise<void> {
    await settle(this.page);
  }

  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(
      ([bodyClass, style]) => {
        document.documentElement.setAttribute('style', style ?? '');
        document.body.className = bodyClass ?? '';
      },
      [themes[theme].bodyClass, themeStyle(themes[theme])],
    );
    await this.settle();
  }

  async screenshot(name: string): Promise<Buffer> {
    await mkdir(shots, { recursive: true });
    await this.page.evaluate(() => document.fonts.ready.then(() => undefined));
    await this.settle();
    return this.page.screenshot({ path: resolve(shots, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

export function ref(kind: EntityRef['kind'], id: string): EntityRef {
  return { kind, id };
}

function packColumn(_key: string, value: unknown): unknown {
  if (value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array) {
    return { $column: value.constructor.name, values: Array.from(value) };
  }
  return value;
}

function contentType(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript';
  if (path.endsWith('.css')) return 'text/css';
  return 'font/ttf';
}
