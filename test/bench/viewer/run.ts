/** How fast a rollout is seen, side by side with speedscope and with ourselves. See the README beside. */

import { parseArgs } from 'node:util';
import { startBrowser } from '../../vscode/browser.ts';
import { type Measured, measure, type Viewer } from './contenders.ts';
import { serve } from './serve.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    ours: { type: 'string', default: '100,10000,100000,1000000' },
    both: { type: 'string', default: '10000,100000' },
  },
});
const numbers = (list: string) => list.split(',').filter(Boolean).map(Number);
const rounds = Number(values.rounds);
const both = numbers(values.both);
const ours = numbers(values.ours);

const runs = new Map<string, Measured[]>();
const server = await serve([...new Set([...both, ...ours])]);
const browser = await startBrowser();
try {
  // The first page of a browser pays for what all later ones share.
  await measure(browser, server.origin, 'ours', ours[0] ?? both[0] ?? 100);
  for (let round = 0; round < rounds; round++) {
    for (const spans of ours) await once('ours', spans);
    for (const spans of both) {
      if (!ours.includes(spans)) await once('ours', spans);
      // Speedscope takes half a minute for the largest, and varies little; twice is enough.
      if (round < 2) await once('speedscope', spans);
    }
  }
} finally {
  await browser.close();
  server.close();
}
report();

async function once(viewer: Viewer, spans: number): Promise<void> {
  const measured = await measure(browser, server.origin, viewer, spans);
  const key = `${viewer} ${spans}`;
  runs.set(key, [...(runs.get(key) ?? []), measured]);
  console.error(`${key}: ${JSON.stringify(measured)}`);
}

function report(): void {
  console.log('viewer        spans   picture ms  complete ms  p95 frame ms     heap MB');
  for (const key of runs.keys()) {
    const [viewer = '', spans = ''] = key.split(' ');
    const cells = [
      median(key, 'picture'),
      median(key, 'complete'),
      median(key, 'frame'),
      median(key, 'heap') / 2 ** 20,
    ];
    console.log(viewer.padEnd(10) + spans.padStart(9) + cells.map(value => text(value, 1).padStart(13)).join(''));
  }
  console.log('\nratio                                       is    target');
  for (const spans of both) {
    const last = spans === 100_000;
    ratio(
      `first picture, ours/speedscope at ${spans}`,
      `ours ${spans}`,
      `speedscope ${spans}`,
      'picture',
      last ? 0.05 : 0,
    );
    ratio(`p95 frame, ours/speedscope at ${spans}`, `ours ${spans}`, `speedscope ${spans}`, 'frame', 0.5);
    ratio(`heap, ours/speedscope at ${spans}`, `ours ${spans}`, `speedscope ${spans}`, 'heap', last ? 0.7 : 0);
  }
  ratio('first picture, 100 000/100 spans', 'ours 100000', 'ours 100', 'picture', 1.5);
  ratio('first picture, 1 000 000/100 spans', 'ours 1000000', 'ours 100', 'picture', 4);
  ratio('p95 frame, 1 000 000/10 000 spans', 'ours 1000000', 'ours 10000', 'frame', 1.5);
}

function ratio(label: string, above: string, below: string, of: keyof Measured, target: number): void {
  const value = median(above, of) / median(below, of);
  if (!Number.isFinite(value)) return;
  const verdict = target === 0 ? '' : `  <= ${target}  ${value <= target ? 'holds' : 'MISSED'}`;
  console.log(`${label.padEnd(40)}${value.toFixed(3).padStart(6)}${verdict}`);
}

function median(key: string, of: keyof Measured): number {
  const sorted = (runs.get(key) ?? []).map(measured => measured[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function text(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}
