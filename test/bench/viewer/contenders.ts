/** One run of one viewer on one trace, in a page of its own. */

import type { Browser, CDPSession, Page } from 'playwright-core';
import { percentile } from '../figures.ts';
import { built } from './pages.ts';
import { type Probe, watchForPicture, zoomAndPan } from './probe.ts';
import type { Input } from './traces.ts';

/** `empty` is a page with nothing but one rectangle: what a navigation and a frame cost anyway. */
export type Contender =
  | { readonly viewer: 'empty' }
  | { readonly viewer: 'ours'; readonly trace: string }
  | { readonly viewer: 'speedscope'; readonly trace: string; readonly input: Input };

export interface Measured {
  /** Navigation to first picture, ms. */
  readonly picture: number;
  /** Navigation to everything taken in, ms; ours only. */
  readonly complete: number;
  /** The 95th percentile of frames while zooming and panning, ms. */
  readonly frame: number;
  /** Live heap and buffers after a collection, bytes. */
  readonly heap: number;
}

const slowest = 120_000;
/** Both viewers get so long to come to rest before they are zoomed, ms. */
const restMs = 500;

export async function measure(browser: Browser, origin: string, contender: Contender): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  try {
    if (contender.viewer === 'ours') await startHost(await context.newPage(), origin, contender.trace);
    const page = await context.newPage();
    page.setDefaultTimeout(slowest);
    await page.addInitScript(watchForPicture);
    await page.goto(`${origin}${addressOf(contender, origin)}`);
    const picture = await moment(page, 'picture');
    if (contender.viewer === 'empty') {
      return { picture, complete: Number.NaN, frame: Number.NaN, heap: Number.NaN };
    }
    const complete = contender.viewer === 'ours' ? await moment(page, 'complete') : Number.NaN;
    await page.waitForTimeout(restMs);
    const frames = await page.evaluate(zoomAndPan);
    const heap = await heapOf(await context.newCDPSession(page));
    return { picture, complete, frame: percentile(frames, 0.95), heap };
  } finally {
    await context.close();
  }
}

function addressOf(contender: Contender, origin: string): string {
  switch (contender.viewer) {
    case 'empty':
      return '/empty';
    case 'ours':
      return `/ours/${contender.trace}`;
    case 'speedscope': {
      const file = `${origin}/file/${contender.trace}/${contender.input}`;
      return `/speedscope/#profileURL=${encodeURIComponent(file)}`;
    }
  }
}

/** As in the editor, whose host has read the rollout while the page was on its way. */
async function startHost(page: Page, origin: string, trace: string): Promise<void> {
  page.setDefaultTimeout(slowest);
  await page.goto(`${origin}/blank`);
  await page.evaluate(
    ([script = '', name = '']) =>
      new Promise<void>((ready, fail) => {
        const worker = new SharedWorker(script, name);
        worker.onerror = () => fail(new Error('The thread that stands in for the host has failed.'));
        worker.port.onmessage = ({ data }) => (data === 'ready' ? ready() : fail(new Error(JSON.stringify(data))));
      }),
    [`/${built}/host.js`, trace],
  );
}

async function moment(page: Page, name: keyof Probe): Promise<number> {
  await page.waitForFunction(name => (globalThis as unknown as { probe: Probe }).probe[name] > 0, name);
  return page.evaluate(name => (globalThis as unknown as { probe: Probe }).probe[name], name);
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const usage: { usedSize: number; backingStorageSize?: number } = await session.send('Runtime.getHeapUsage');
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
