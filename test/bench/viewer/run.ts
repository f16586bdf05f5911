/** How fast a rollout is seen, side by side with speedscope and with ourselves. See the README beside. */

import { parseArgs } from 'node:util';
import { startBrowser } from '../../vscode/browser.ts';
import type { Shape } from '../timeline/syntheticGraph.ts';
import { type Contender, type Measured, measure } from './contenders.ts';
import { serve } from './serve.ts';
import { type Input, inputs, Trace } from './traces.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    ours: { type: 'string', default: '100,10000,100000,1000000' },
    both: { type: 'string', default: '10000,100000' },
    shapes: { type: 'string', default: 'turns,cell' },
    inputs: { type: 'string', default: inputs.join() },
  },
});
const list = (text: string) => text.split(',').filter(Boolean);
const rounds = Number(values.rounds);
const ours = list(values.ours).map(Number);
const both = list(values.both).map(Number);
const shapes = list(values.shapes).filter((name): name is Shape => name === 'turns' || name === 'cell');
const given = inputs.filter(name => list(values.inputs).includes(name));
/** Whoever needs longer for a picture than this is measured once. */
const patienceMs = 10_000;

const traces = new Map<string, Trace>();
const want = (trace: Trace) => traces.set(trace.name, trace);
for (const spans of ours) want(new Trace('turns', spans));
for (const shape of shapes) for (const spans of both) want(new Trace(shape, spans));
// Made before anything is measured: reading, reducing and exporting have benches of their own.
for (const trace of traces.values()) trace.whole;

const runs = new Map<string, Measured[]>();
const server = await serve(traces);
const browser = await startBrowser();
try {
  // The first page of a browser pays for what all later ones share.
  const [warm = ''] = traces.keys();
  await measure(browser, server.origin, { viewer: 'ours', trace: warm });
  for (let round = 0; round < rounds; round++) {
    await once({ viewer: 'empty' });
    for (const trace of traces.keys()) await once({ viewer: 'ours', trace });
    for (const shape of shapes) {
      for (const spans of both) {
        for (const input of given) await once({ viewer: 'speedscope', trace: `${shape}-${spans}`, input });
      }
    }
  }
} finally {
  await browser.close();
  server.close();
}
report();

async function once(contender: Contender): Promise<void> {
  const key = keyOf(contender);
  const known = runs.get(key) ?? [];
  if (known.some(({ picture }) => picture > patienceMs)) return;
  const measured = await measure(browser, server.origin, contender);
  runs.set(key, [...known, measured]);
  console.error(`${key}: ${JSON.stringify(measured)}`);
}

function keyOf(contender: Contender): string {
  if (contender.viewer === 'empty') return 'empty page';
  if (contender.viewer === 'ours') return `ours ${contender.trace}`;
  return `speedscope ${contender.trace} ${contender.input}`;
}

function report(): void {
  console.log(`${'viewer, trace, input'.padEnd(36)}picture ms  complete ms  p95 frame ms     heap MB`);
  for (const key of runs.keys()) {
    const cells = [
      median(key, 'picture'),
      median(key, 'complete'),
      median(key, 'frame'),
      median(key, 'heap') / 2 ** 20,
    ];
    console.log(key.padEnd(33) + cells.map(value => text(value, 1).padStart(13)).join(''));
  }
  console.log(`\n${'ratio'.padEnd(52)}   is    target`);
  for (const shape of shapes) for (const spans of both) for (const input of given) against(`${shape}-${spans}`, input);
  ratio('first picture, 100/empty page', 'ours turns-100', 'empty page', 'picture', 0);
  ratio('first picture, 100 000/100 spans', 'ours turns-100000', 'ours turns-100', 'picture', 1.5);
  ratio('first picture, 1 000 000/100 spans', 'ours turns-1000000', 'ours turns-100', 'picture', 4);
  ratio('p95 frame, 1 000 000/10 000 spans', 'ours turns-1000000', 'ours turns-10000', 'frame', 1.5);
}

function against(trace: string, input: Input): void {
  const large = trace.endsWith('-100000');
  const [us, them] = [`ours ${trace}`, `speedscope ${trace} ${input}`];
  ratio(`first picture, ours/speedscope, ${trace} ${input}`, us, them, 'picture', large ? 0.05 : 0);
  ratio(`p95 frame, ours/speedscope, ${trace} ${input}`, us, them, 'frame', 0.5);
  ratio(`heap, ours/speedscope, ${trace} ${input}`, us, them, 'heap', large ? 0.7 : 0);
}

function ratio(label: string, above: string, below: string, of: keyof Measured, target: number): void {
  const value = median(above, of) / median(below, of);
  if (!Number.isFinite(value)) return;
  const verdict = target === 0 ? '' : `  <= ${target}  ${value <= target ? 'holds' : 'MISSED'}`;
  console.log(`${label.padEnd(52)}${value.toFixed(3).padStart(6)}${verdict}`);
}

function median(key: string, of: keyof Measured): number {
  const sorted = (runs.get(key) ?? []).map(measured => measured[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function text(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}
