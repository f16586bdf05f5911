/**
 * What a debugger costs: nested calls of a cell under it against those of one that is not, and how long a step takes.
 *
 *     node test/bench/debug/run.ts [--quick]
 *
 * Both sides alternate round by round in one run: read ratios, not times. A round counts the time between the handler's
 * first and last measured call, after calls that warm up, so that starting a process is on nobody's account. The CPU
 * ratio (Linux) counts what both processes compute for a call: it holds on a busy machine, where times do not.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WalkDebugAdapter } from '../../../extension/debug/walkDebugAdapter.ts';
import { readWholeRollout } from '../../../extension/debug/wholeRollout.ts';
import type { JsonValue } from '../../../runtime/base/json.ts';
import { createCellRuntime } from '../../../runtime/cells/cellRuntime.ts';
import { CellDebugger } from '../../../runtime/debug/cellDebugger.ts';
import type { DebuggerEvent } from '../../../runtime/debug/debuggerEvents.ts';
import { DapClient } from '../../support/dapClient.ts';
import { load, median, percentile, shown, row as tableRow } from '../figures.ts';
import { flat } from '../trace/generate.ts';

const quick = process.argv.includes('--quick');
const rounds = quick ? 5 : 11;
const tools = [{ name: 'echo', description: 'answers its input' }];

interface Scenario {
  readonly name: string;
  readonly source: string;
  readonly calls: number;
}

const warmUp = 400;
const measured = quick ? 600 : 1_200;
const scenarios: readonly Scenario[] = [
  {
    name: 'calls, one after the other',
    source: 'for (let i = 0; i < N; i++) await tools.echo({ i });',
    calls: measured,
  },
  {
    name: 'calls, 20 at once',
    source:
      'for (let i = 0; i < N; i += 20) await Promise.all(Array.from({ length: 20 }, (_, n) => tools.echo({ i: i + n })));',
    calls: measured,
  },
  {
    name: 'calls, ten functions deep',
    source:
      'const deep = (n, i) => n === 0 ? tools.echo({ i }) : deep(n - 1, i);\nfor (let i = 0; i < N; i++) await deep(10, i);',
    calls: measured,
  },
  {
    name: 'calls, a loop after each',
    source:
      'const sum = n => { let all = 0; for (let i = 0; i < n; i++) all += i & 3; return all; };\nfor (let i = 0; i < N; i++) sum((await tools.echo({ i })).i + 1e5);',
    calls: measured,
  },
];

console.log(`machine load ${load()}`);
console.log(row('ms per nested call', 'debugged', 'plain', 'ratio', 'CPU ratio', 'wanted'));
const runtime = await createCellRuntime();
for (const scenario of scenarios) await compare(scenario);
await runtime.close();
console.log(row('ms per step', 'median', 'p95', '', '', 'wanted'));
await steps('over plain lines', 'let a = 0;\n'.concat('a += 1;\n'.repeat(60)));
await steps('over an await of a tool', 'let a = 0;\n'.concat('a = await tools.echo(a);\n'.repeat(60)));
await walk(quick ? 20_000 : 100_000);
console.log(`machine load ${load()}`);

async function compare({ name, source, calls }: Scenario): Promise<void> {
  const text = source.replaceAll('N', String(warmUp + calls));
  const debugged: Cost[] = [];
  const plain: Cost[] = [];
  for (let round = 0; round < rounds + 1; round++) {
    const one = await perCall(calls, handler => runDebugged(text, handler));
    const other = await perCall(calls, handler => runPlain(text, handler));
    // The first round warms up.
    if (round === 0) continue;
    debugged.push(one);
    plain.push(other);
  }
  const [mine, theirs] = [debugged, plain].map(costs => ({
    ms: median(costs.map(({ ms }) => ms)),
    cpu: median(costs.map(({ cpu }) => cpu)),
  })) as [Cost, Cost];
  const cpu = process.platform === 'linux' ? (mine.cpu / theirs.cpu).toFixed(2) : '';
  console.log(row(name, shown(mine.ms), shown(theirs.ms), (mine.ms / theirs.ms).toFixed(2), cpu, '1.30'));
}

/** Of one call. */
interface Cost {
  readonly ms: number;
  /** Of both processes, ms. */
  readonly cpu: number;
}

/** Called with the input of a call and the processes that hold the cell. */
type Handler = (input: JsonValue | undefined, pids: readonly number[]) => JsonValue | undefined;

/** What one of the calls that count costs. */
async function perCall(calls: number, run: (handler: Handler) => Promise<void>): Promise<Cost> {
  let seen = 0;
  let first = { ms: 0, cpu: 0 };
  let last = first;
  const now = (pids: readonly number[]) => ({ ms: performance.now(), cpu: cpuMs(pids) });
  await run((input, pids) => {
    seen++;
    if (seen === warmUp) first = now(pids);
    if (seen === warmUp + calls) last = now(pids);
    return input;
  });
  if (last.ms === 0) throw new Error(`the cell made ${seen} calls, not ${warmUp + calls}`);
  return { ms: (last.ms - first.ms) / calls, cpu: (last.cpu - first.cpu) / calls };
}

/** CPU time of this process and of others. */
function cpuMs(pids: readonly number[]): number {
  const { user, system } = process.cpuUsage();
  let ms = (user + system) / 1_000;
  if (process.platform !== 'linux') return ms;
  for (const pid of pids) {
    for (const task of readdirSync(`/proc/${pid}/task`)) ms += ranMs(`/proc/${pid}/task/${task}`);
  }
  return ms;
}

function ranMs(folder: string): number {
  try {
    return Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    // It has ended since the threads were listed.
    return 0;
  }
}

async function runPlain(source: string, handler: Handler): Promise<void> {
  const session = await runtime.openSession({ tools, onToolCall: async call => handler(call.input, runtime.pids()) });
  await session.exec({ source, yieldTimeMs: 60_000 });
  await session.close();
}

async function runDebugged(source: string, handler: Handler): Promise<void> {
  let ended: () => void = () => {};
  const end = new Promise<void>(resolve => {
    ended = resolve;
  });
  const cell: CellDebugger = await CellDebugger.start({
    source,
    tools,
    onToolCall: async call => handler(call.input, [cell.process.pid]),
    onEvent: event => event.type === 'ended' && ended(),
  });
  await cell.run();
  await end;
}

async function steps(name: string, source: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const stops: ((stop: boolean) => void)[] = [];
    const onEvent = (event: DebuggerEvent) => {
      if (event.type === 'stopped' || event.type === 'ended') stops.shift()?.(event.type === 'stopped');
    };
    const next = () => new Promise<boolean>(resolve => stops.push(resolve));
    const cell = await CellDebugger.start({ source, tools, onToolCall: async call => call.input, onEvent });
    const first = next();
    await cell.run(true);
    for (let stopped = await first; stopped; ) {
      const after = next();
      const since = performance.now();
      cell.stepLine('over');
      stopped = await after;
      if (stopped) times.push(performance.now() - since);
    }
    await cell.close();
  }
  console.log(row(name, shown(median(times)), shown(percentile(times, 0.95)), '', '', '50 at most'));
}

/** Walks a rollout of so many events: how long it ever holds the thread, and how long a step back takes. */
async function walk(events: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-walk-'));
  flat(folder, events);
  let longest = 0;
  let seen = threadMs();
  const beat = setInterval(() => {
    const now = threadMs();
    longest = Math.max(longest, now - seen);
    seen = now;
  }, 1);
  const adapter = new WalkDebugAdapter(
    async () => ({ graph: await readWholeRollout(folder), name: 'bench', payload: () => '' }),
    { moment: () => {}, done: () => {} },
  );
  const client = new DapClient(adapter);
  await client.launch({});
  await client.stopped();
  const opened = longest;
  await client.request('continue');
  await client.stopped();
  const back: number[] = [];
  for (let i = 0; i < 100; i++) {
    const since = performance.now();
    await client.request('stepBack');
    await client.stopped();
    await client.frames();
    for (const scope of ['This Moment', 'Pending Calls', 'Finished Calls', 'Cells']) await client.scope(scope);
    back.push(performance.now() - since);
  }
  clearInterval(beat);
  await client.request('disconnect');
  rmSync(folder, { recursive: true });
  const name = `walk of ${events} events: `;
  console.log(row(`${name}longest hold`, shown(opened), '', '', '', '50 at most'));
  console.log(row(`${name}hold while running`, shown(longest), '', '', '', '50 at most'));
  console.log(
    row(`${name}step back, all shown`, shown(median(back)), shown(percentile(back, 0.95)), '', '', '50 at most'),
  );
}

/** CPU time of this thread, ms: what other processes take does not count. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function row(name: string, ...cells: string[]): string {
  return tableRow(name, 12, cells);
}
