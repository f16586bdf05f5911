/**
 * Chrome trace events in speedscope itself (its release from npm): what it read is taken from its own "save" (Ctrl+S),
 * slice by slice. Flows and instants are left out: speedscope shows none.
 */

import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromeTrace } from '../../runtime/trace/export/chromeTrace.ts';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { startBrowser } from '../vscode/browser.ts';
import { patience } from './support/settle.ts';

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const release = root('node_modules/speedscope/dist/release');
const bundles = [
  'test/golden/0.169.0',
  ...readdirSync(root('samples/rollouts')).map(name => `samples/rollouts/${name}`),
];
const origin = 'http://speedscope.test';

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly name?: string };
}
interface Saved {
  readonly shared: { readonly frames: readonly { readonly name: string }[] };
  readonly profiles: readonly {
    readonly type: string;
    readonly name: string;
    readonly unit: string;
    readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[];
  }[];
}

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** Opens the trace in speedscope and has it saved again, in its own format. */
async function throughSpeedscope(trace: string): Promise<{ saved: Saved; faults: string[] }> {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  const faults: string[] = [];
  page.on('pageerror', error => faults.push(error.message));
  page.on('dialog', dialog => {
    faults.push(dialog.message());
    dialog.dismiss().catch(() => {});
  });
  await page.route(`${origin}/**`, async route => {
    const name = basename(new URL(route.request().url()).pathname) || 'index.html';
    if (name === 'trace.json') return route.fulfill({ contentType: 'application/json', body: trace });
    return route.fulfill({ path: resolve(release, name) });
  });
  try {
    await page.goto(`${origin}/index.html#profileURL=${encodeURIComponent(`${origin}/trace.json`)}`);
    await page.locator('canvas').first().waitFor();
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    return { saved: JSON.parse(await readFile(await (await download).path(), 'utf8')), faults };
  } finally {
    await page.close();
  }
}

interface Slice {
  readonly name: string;
  readonly from: number;
  to: number;
}

/** Opened and closed in pairs, in the order in which they begin; µs. */
function slicesOf({ events }: Saved['profiles'][number], frames: Saved['shared']['frames']): Slice[] {
  const open: number[] = [];
  const slices: Slice[] = [];
  for (const { type, frame, at } of events) {
    if (type === 'O') {
      open.push(slices.push({ name: frames[frame]?.name ?? '', from: at, to: Number.NaN }) - 1);
      continue;
    }
    const slice = slices[open.pop() ?? -1];
    if (slice) slice.to = at;
  }
  expect(open).toEqual([]);
  return slices;
}

test.each(bundles)('speedscope reads every slice of %s on its own track, with its name and times', async bundle => {
  const trace = [...chromeTrace(reduceBundle(root(bundle)).graph)].join('');
  const { saved, faults } = await throughSpeedscope(trace);
  expect(faults).toEqual([]);
  const events: TraceEvent[] = JSON.parse(trace).traceEvents;
  const nameOf = (what: string, { pid, tid }: TraceEvent) =>
    events.find(event => event.name === what && event.pid === pid && (what === 'process_name' || event.tid === tid))
      ?.args?.name;
  const begins = new Map<string, number>();
  const expected = new Map<string, Slice[]>();
  for (const event of events.filter(({ ph }) => ph === 'X')) {
    const { pid, tid, ts, dur } = event;
    const track = `${nameOf('process_name', event)} (pid ${pid}), ${nameOf('thread_name', event)} (tid ${tid})`;
    const slices = expected.get(track) ?? [];
    expected.set(track, slices);
    // Every profile begins with its first slice, and a slice with arguments has them in its name.
    const from = slices.length === 0 ? 0 : ts - (begins.get(track) ?? 0);
    if (slices.length === 0) begins.set(track, ts);
    const name = event.args === undefined ? event.name : `${event.name} ${JSON.stringify(event.args)}`;
    const last = slices.at(-1);
    // Equal slices without a gap between them are one there.
    if (last?.name === name && last.to === from) last.to = from + dur;
    else slices.push({ name, from, to: from + dur });
  }
  expect(expected.size).toBeGreaterThan(5);
  expect(new Set(saved.profiles.map(({ type, unit }) => `${type} ${unit}`))).toEqual(new Set(['evented microseconds']));
  const read = saved.profiles.map(profile => [profile.name, slicesOf(profile, saved.shared.frames)] as const);
  expect(new Map(read)).toEqual(expected);
});
