/** How long opening a rollout holds the extension host at a time. See the README beside. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GrowingRollout } from '../../../extension/rollouts/growingRollout.ts';
import { RecordedRollout } from '../../../extension/rollouts/recordedRollout.ts';
import type { Graph } from '../../../runtime/trace/model.ts';
import { syntheticGraph } from '../timeline/syntheticGraph.ts';
import { flat, fullHistory } from '../trace/generate.ts';
import { type Held, HeldThread } from './heldThread.ts';
import { StubPage } from './page.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    spans: { type: 'string', default: '1000000' },
    shapes: { type: 'string', default: 'flat,history' },
    check: { type: 'boolean', default: false },
  },
});
/** A rollout whose graph is there already. */
class KnownRollout extends GrowingRollout {
  readonly loaded = Promise.resolve();

  constructor(graph: Graph) {
    super('known', { onFault: console.error });
    this.show(graph, false);
  }

  protected override facts() {
    return { state: 'recorded' } as const;
  }
}

const target = 50;
/** Turns that send 100 000 events' worth of history would fill a disk; so many are enough to see long payloads. */
const historyTurns = 150;
const folder = await mkdtemp(join(tmpdir(), 'host-bench-'));
const held = new HeldThread();
let worst = 0;

console.log(
  'step                        longest ms       p99 ms  longest CPU ms   p99 CPU ms  longest GC ms   slices      spans',
);
try {
  for (const shape of values.shapes.split(',')) {
    const bundle = join(folder, shape);
    if (shape === 'flat') flat(bundle, Number(values.events));
    else if (shape === 'history') fullHistory(bundle, historyTurns);
    else continue;
    await openAndShowAgain(shape, bundle);
    await joinLater(shape, bundle);
  }
  if (Number(values.spans) > 0) await showSpans(Number(values.spans));
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(
  `\nlongest CPU time at a time: ${worst.toFixed(1)} ms, target ${target}: ${worst <= target ? 'holds' : 'MISSED'}`,
);
if (values.check && worst > target) process.exitCode = 1;

async function openAndShowAgain(shape: string, bundle: string): Promise<void> {
  held.start();
  const rollout = new RecordedRollout({ bundle, onFault: console.error });
  const page = new StubPage(rollout);
  page.begin();
  await rollout.loaded;
  await page.settled();
  report(`open ${shape}`, held.stop(), page.spans);
  page.hide();
  held.start();
  page.begin();
  await page.settled();
  report(`again ${shape}`, held.stop(), page.spans);
  page.close();
  rollout.dispose();
}

async function joinLater(shape: string, bundle: string): Promise<void> {
  const rollout = new RecordedRollout({ bundle, onFault: console.error });
  await rollout.loaded;
  await new Promise(done => setTimeout(done, 1500));
  held.start();
  const page = new StubPage(rollout);
  page.begin();
  await page.settled();
  report(`join ${shape}`, held.stop(), page.spans);
  page.close();
  rollout.dispose();
}

async function showSpans(spans: number): Promise<void> {
  const rollout = new KnownRollout(syntheticGraph(spans));
  await new Promise(done => setTimeout(done, 500));
  held.start();
  const page = new StubPage(rollout);
  page.begin();
  await page.settled();
  report('spans', held.stop(), page.spans);
  page.close();
  rollout.dispose();
}

function report(step: string, { wall, cpu, collections }: Held, spans: number): void {
  const longest = Math.max(0, ...cpu);
  // What a collection takes of a heap of a gigabyte is not ours to cut.
  if (step !== 'spans') worst = Math.max(worst, longest);
  const numbers = [Math.max(0, ...wall), share(wall), longest, share(cpu), Math.max(0, ...collections)].map(ms =>
    ms.toFixed(1),
  );
  const [a = '', b = '', c = '', d = '', e = ''] = numbers;
  console.log(
    step.padEnd(24) +
      a.padStart(14) +
      b.padStart(13) +
      c.padStart(16) +
      d.padStart(13) +
      e.padStart(15) +
      String(cpu.length).padStart(9) +
      String(spans).padStart(11),
  );
}

function share(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;
}
