import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCellRuntime } from '../../runtime/cells/cellRuntime.ts';
import type { CellRuntime } from '../../runtime/cells/session.ts';
import { useBundledChild } from '../../runtime/debug/bundledChild.ts';
import { path, tools, useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';
import { cellText } from '../../test/support/randomCells.ts';
import { type PendingList, request } from './protocol.ts';

const open = useAdapters();
const childPath = useBundledChild();
let runtime: CellRuntime;
beforeAll(async () => {
  runtime = await createCellRuntime({ childPath });
});
afterAll(() => runtime.close());

/** One thing an editor does; `n` chooses among what there is. */
type Deed = (client: DapClient, n: number) => Promise<unknown>;

const thread = { threadId: 1 };
const frameOf = (n: number) => (n % 4 === 0 ? {} : { frameId: n % 4 });
const step =
  (args: object): Deed =>
  client =>
    client.request(request.step, args);
const expressions = [
  '1 + 1',
  'this',
  'nothing.there',
  'x',
  '[1, 2, { a: 1 }]',
  'tools',
  'a b c',
  'Promise.resolve(3)',
  'i',
];

/** Changes nothing of what the cell does. */
const looking: Readonly<Record<string, Deed>> = {
  continue: client => client.request('continue', thread),
  next: client => client.request('next', thread),
  stepIn: client => client.request('stepIn', thread),
  stepOut: client => client.request('stepOut', thread),
  pause: client => client.request('pause', thread),
  toEvent: step({ until: 'any' }),
  toYield: step({ until: 'yield' }),
  toCall: step({ until: 'call', tool: 'echo' }),
  toDelivery: step({ until: 'delivery' }),
  threads: client => client.request('threads'),
  stackTrace: client => client.request('stackTrace', thread),
  variables: lookAround,
  evaluate: (client, n) =>
    client.request('evaluate', {
      expression: expressions[n % expressions.length],
      context: ['watch', 'hover', 'repl', 'clipboard', 'variables'][n % 5],
      ...frameOf(n),
    }),
  completions: (client, n) =>
    client.request('completions', { text: ['t', 'tools.', 'x.', ''][n % 4], column: n % 7, ...frameOf(n) }),
  exceptionInfo: client => client.request('exceptionInfo', thread),
  source: client => client.request('source', { sourceReference: 1 }),
  breakpoints: (client, n) =>
    client.request('setBreakpoints', {
      source: { path },
      breakpoints: [
        { line: 10 + n },
        { line: 3 + (n % 5), condition: 'x > 1' },
        { line: 12, hitCondition: '>1' },
      ].slice(n % 4),
    }),
  tools: (client, n) =>
    client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'echo' }, { name: 'fail' }].slice(n % 3) }),
  filters: (client, n) =>
    client.request('setExceptionBreakpoints', {
      filters: ['all', 'uncaught', 'failures', 'yields', 'results', 'timers', 'calls', 'waits', 'completion'].filter(
        (_, index) => (n >> (index % 6)) % 2 === 1,
      ),
    }),
  pending: client => client.request(request.pending),
  view: client => client.request(request.view),
  unknown: client => client.request('no such request'),
  rest: rest,
  restMore: rest,
};

const onCall =
  (name: string, more: object = {}): Deed =>
  async (client, n) => {
    const { calls } = await client.request<PendingList>(request.pending);
    return client.request(name, { name: calls[n % Math.max(1, calls.length)]?.name ?? `tool-${n}`, ...more });
  };

/** Changes what the cell does. */
const acting: Readonly<Record<string, Deed>> = {
  deliver: onCall(request.deliver),
  answer: onCall(request.answer, { value: 7 }),
  fail: onCall(request.answer, { error: 'by hand' }),
  hold: onCall(request.hold),
  release: onCall(request.release),
  cancel: onCall(request.cancel),
  async fire(client, n) {
    const { timers } = await client.request<PendingList>(request.pending);
    return client.request(request.fire, { name: timers[n % Math.max(1, timers.length)]?.name ?? `timer-${n}` });
  },
  async reorder(client) {
    const { order } = await client.request<PendingList>(request.pending);
    return client.request(request.reorder, { names: order.toReversed() });
  },
  wait: (client, n) => client.request(request.wait, { yieldTimeMs: n }),
  autoWait: (client, n) => client.request(request.autoWait, { on: n % 3 > 0 }),
  assign: (client, n) => client.request('evaluate', { expression: `x = ${n}`, context: 'repl', ...frameOf(n) }),
  async setVariable(client, n) {
    const { scopes } = await client.request<{ scopes: { variablesReference: number }[] }>('scopes', { frameId: 1 });
    const { variablesReference = 0 } = scopes[n % Math.max(1, scopes.length)] ?? {};
    const [first] = await client.variables(variablesReference);
    return client.request('setVariable', { variablesReference, name: first?.name ?? 'x', value: String(n) });
  },
};
const ending: Readonly<Record<string, Deed>> = {
  terminate: client => client.request(request.terminate),
  terminateSession: client => client.request('terminate'),
};

async function rest(client: DapClient): Promise<void> {
  for (let i = 0; i < 40 && !standsOrOver(client); i++) await new Promise(resolve => setTimeout(resolve, 3));
}

async function lookAround(client: DapClient, n: number): Promise<void> {
  const { scopes } = await client.request<{ scopes: { variablesReference: number }[] }>('scopes', { frameId: n % 3 });
  for (const { variablesReference } of scopes) {
    const [first] = (await client.variables(variablesReference)).filter(each => each.variablesReference > 0);
    if (first !== undefined) await client.variables(first.variablesReference);
  }
}

function last(client: DapClient, ...names: string[]): string | undefined {
  return client.events.findLast(({ event }) => names.includes(event))?.event;
}

function isOver(client: DapClient): boolean {
  return last(client, 'terminated') !== undefined;
}

function standsOrOver(client: DapClient): boolean {
  return isOver(client) || last(client, 'stopped', 'continued') === 'stopped';
}

interface Script {
  readonly source: string;
  readonly deeds: readonly (readonly [name: string, n: number])[];
  readonly entry: boolean;
}

const runs = Number(process.env.CELLSCOPE_STEP_RUNS ?? 50);
const seed = Number(process.env.CELLSCOPE_STEP_SEED ?? Date.now() % 2 ** 31);
const lanes = Math.min(runs, 4);

function check(deeds: Readonly<Record<string, Deed>>, follow: (script: Script) => Promise<void>): Promise<unknown> {
  const script = fc.record({
    source: cellText,
    deeds: fc.array(fc.tuple(fc.constantFrom(...Object.keys(deeds)), fc.nat(63)), { minLength: 1, maxLength: 25 }),
    entry: fc.boolean(),
  });
  const options = { numRuns: Math.ceil(runs / lanes), endOnFailure: true };
  return Promise.all(
    Array.from({ length: lanes }, (_, lane) =>
      fc.assert(fc.asyncProperty(script, follow), { ...options, seed: seed + lane }),
    ),
  );
}

describe('whatever an editor asks, in whatever order', () => {
  test(`a cell that is only looked at puts out what it would have (${runs} times)`, {
    timeout: runs * 20_000,
  }, async () => {
    await check(looking, async script => {
      const client = await play(script, looking);
      const said = client.said('stdout').split('\n').slice(0, -1);
      expect({ said, end: endOf(client) }).toEqual(await plainRun(script.source));
    });
  });

  test(`a cell that is acted on ends, and every request is answered (${runs} times)`, {
    timeout: runs * 20_000,
  }, async () => {
    const deeds = { ...looking, ...acting, ...ending };
    await check(deeds, async script => {
      const client = await play({ ...script, source: `${script.source}\n` }, deeds);
      expect(isOver(client)).toBe(true);
    });
  });
});

/** Does one thing after the other, then lets the cell run to its end. */
async function play({ source, deeds, entry }: Script, known: Readonly<Record<string, Deed>>): Promise<DapClient> {
  const client = open(source);
  await client.launch({ stopOnEntry: entry });
  const done: string[] = [];
  const within = async (what: string, work: Promise<unknown>) => {
    done.push(what);
    await timed(work, 60_000, () => `${what} was not answered\n${done.join(' ')}\n${tail(client)}\n${source}`);
  };
  // Those that are refused are answered, too.
  const ask = (what: string, work: Promise<unknown>) =>
    within(
      what,
      work.catch(() => {}),
    );
  for (const [name, n] of deeds) {
    if (isOver(client)) break;
    await ask(`${name}(${n})`, known[name]?.(client, n) ?? Promise.resolve());
  }
  await ask('no filters', client.request('setExceptionBreakpoints', { filters: [] }));
  await ask('no breakpoints', client.request('setBreakpoints', { source: { path }, breakpoints: [] }));
  await ask('no tools', client.request('setFunctionBreakpoints', { breakpoints: [] }));
  if (!isOver(client)) await ask('release all', letGo(client));
  await within('the end', runOut(client, known !== looking));
  expect(client.rules.broken).toEqual([]);
  return client;
}

async function letGo(client: DapClient): Promise<void> {
  const { calls } = await client.request<PendingList>(request.pending);
  for (const { name, state } of calls) if (state === 'held') await client.request(request.release, { name });
}

/** `starving`: a cell that was acted on may wait for what nobody gives it any more. */
async function runOut(client: DapClient, starving: boolean): Promise<void> {
  const began = Date.now();
  while (!isOver(client)) {
    if (last(client, 'stopped', 'continued') === 'stopped') await client.request('continue', thread).catch(() => {});
    await new Promise(resolve => setTimeout(resolve, 5));
    if (starving && Date.now() - began > 10_000) await client.request(request.terminate).catch(() => {});
  }
}

function endOf(client: DapClient): string {
  return /^The cell has .*$/m.exec(client.said())?.[0] ?? 'none';
}

async function plainRun(source: string): Promise<{ said: string[]; end: string }> {
  const session = await runtime.openSession({
    tools,
    async onToolCall({ name, input }) {
      if (name === 'fail') throw new Error(String(input));
      return input;
    },
  });
  let response = await session.exec({ source, yieldTimeMs: 20_000 });
  const items = [...response.items];
  while (response.status === 'yielded') {
    ({ response } = await session.wait({ cellId: response.cellId, yieldTimeMs: 20_000 }));
    items.push(...response.items);
  }
  await session.close();
  // The empty text reaches nobody.
  const said = items.flatMap(item => (item.type === 'text' && item.text !== '' ? [item.text] : []));
  const error = response.errorText?.split('\n')[0];
  return { said, end: error === undefined ? `The cell has ${response.status}` : `The cell has failed: ${error}` };
}

async function timed(work: Promise<unknown>, ms: number, why: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(why())), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function tail(client: DapClient): string {
  return client.events
    .slice(-8)
    .map(({ event, body }) => `${event} ${JSON.stringify(body)}`)
    .join('\n');
}
