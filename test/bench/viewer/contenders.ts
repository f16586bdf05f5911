/** One run of one viewer on one trace, in a page of its own. */

import type { Browser, CDPSession, Page } from 'playwright-core';
import { type Probe, watchForPicture, zoomAndPan } from './probe.ts';

export type Viewer = 'ours' | 'speedscope';

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

export async function measure(browser: Browser, origin: string, viewer: Viewer, spans: number): Promise<Measured> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(slowest);
    await page.addInitScript(watchForPicture);
    const profile = encodeURIComponent(`${origin}/profiles/${spans}`);
    await page.goto(viewer === 'ours' ? `${origin}/ours/#${spans}` : `${origin}/speedscope/#profileURL=${profile}`);
    const picture = await moment(page, 'picture');
    const complete = viewer === 'ours' ? await moment(page, 'complete') : Number.NaN;
    const frames = await page.evaluate(zoomAndPan);
    const heap = await heapOf(await context.newCDPSession(page));
    return { picture, complete, frame: percentile(frames, 0.95), heap };
  } finally {
    await context.close();
  }
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

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
