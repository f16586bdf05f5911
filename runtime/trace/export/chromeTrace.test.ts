import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { emptyGraph } from '../model.ts';
import { chromeTrace } from './chromeTrace.ts';

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly args: Readonly<Record<string, unknown>>;
}

function events(build: RolloutBuilder): Event[] {
  return JSON.parse([...chromeTrace(build.graph, { ids: true })].join('')).traceEvents;
}

function rollout() {
  const build = new RolloutBuilder()
    .thread()
    .turn('t')
    .at(5)
    .exec('call-1', 't', '1', 'x')
    .at(10)
    .respond('call-1', 'yielded');
  build.nested('a', 'call-1', { type: 'apply_patch' }).nested('b', 'call-1', { type: 'apply_patch' });
  build.at(20).wait('wait-1', 't', 'call-1', { cell_id: '1' }).at(30).endCall('a').endCell('call-1', 'completed');
  return build.endCall('wait-1').at(40).endTurn('t');
}

test('every span is a complete event in microseconds, on a track of its own row', () => {
  const all = events(rollout());
  const cell = all.find(event => event.ph === 'X' && event.name === 'Cell 1');
  expect(cell).toMatchObject({ ts: 5000, dur: 25_000, args: { id: 'code_cell:call-1' } });
  const names = new Map(all.filter(event => event.name === 'thread_name').map(event => [event.tid, event.args.name]));
  const track = (id: string) => names.get(all.find(event => event.ph === 'X' && event.args.id === id)?.tid ?? -1);
  expect([track('t'), track('wait-1'), track('a'), track('b')]).toEqual([
    '/root turns',
    'Cell 1 waits',
    'Cell 1 calls 1',
    'Cell 1 calls 2',
  ]);
});

test('complete events of one track never overlap', () => {
  const ends = new Map<string, number>();
  for (const { ph, pid, tid, ts, dur } of events(rollout())) {
    if (ph !== 'X') continue;
    expect(ts).toBeGreaterThanOrEqual(ends.get(`${pid}/${tid}`) ?? 0);
    ends.set(`${pid}/${tid}`, ts + dur);
  }
  expect(ends.size).toBe(7);
});

test('what took no time is a microsecond long, and the next on its row moves over', () => {
  const build = new RolloutBuilder().thread().turn('t').at(7);
  for (const id of ['a', 'b']) build.inference(id, 't').endInference(id);
  const slices = events(build).filter(event => event.ph === 'X' && event.name === 'mock-model');
  expect(slices.map(({ ts, dur }) => [ts, dur])).toEqual([
    [7000, 1],
    [7001, 1],
  ]);
});

test('ids come only when asked for, so that equal calls count as equal', () => {
  const { traceEvents } = JSON.parse([...chromeTrace(rollout().graph)].join(''));
  const calls = traceEvents.filter((event: Event) => event.ph === 'X' && event.name === 'apply_patch');
  expect(calls.map((event: Event) => event.args)).toEqual([undefined, { status: 'cancelled' }]);
});

test('marks are instants, and both ends of a flow lie within their slices', () => {
  const all = events(rollout());
  expect(all.filter(event => event.ph === 'i').map(event => event.name)).toEqual(['yield', 'resume']);
  const flows = all.filter(event => event.ph === 's' || event.ph === 'f');
  expect(flows).toHaveLength(4);
  for (const flow of flows) {
    const slice = all.find(
      ({ ph, pid, tid, ts, dur }) =>
        ph === 'X' && pid === flow.pid && tid === flow.tid && ts <= flow.ts && flow.ts < ts + dur,
    );
    expect(slice).toBeDefined();
  }
});

test('a flow from a slice that was over starts in it, not in the one that began when it ended', () => {
  const build = new RolloutBuilder().thread().turn('t').call('spawn', 't', { type: 'spawn_agent' }, '{}').at(10);
  build.endCall('spawn').call('next', 't', { type: 'apply_patch' }, '{}').at(20).endCall('next').at(30);
  build.thread('alpha', 'root').spawnEdge('spawn', 'root', 'alpha');
  const all = events(build);
  const start = all.find(event => event.ph === 's');
  const slice = all.filter(
    ({ ph, tid, ts, dur }) => ph === 'X' && tid === start?.tid && ts <= start.ts && start.ts < ts + dur,
  );
  expect(slice.map(({ name }) => name)).toEqual(['spawn_agent']);
});

test('a flow to what was over before begins there: no reader draws one that goes back in time', () => {
  const build = rollout().at(50).turn('u').at(60).wait('wait-2', 'u', 'call-1', { cell_id: '1' }).at(70);
  const all = events(build.endCall('wait-2').endTurn('u'));
  const begin = all.findLast(event => event.ph === 's');
  const end = all.findLast(event => event.ph === 'f');
  const slice = ({ pid, tid, ts }: Event) =>
    all.find(
      each => each.ph === 'X' && each.pid === pid && each.tid === tid && each.ts <= ts && ts < each.ts + each.dur,
    );
  expect(begin && slice(begin)).toMatchObject({ name: 'Cell 1' });
  expect(end && slice(end)).toMatchObject({ args: { id: 'wait-2' } });
  expect(begin?.ts).toBeLessThan(end?.ts ?? 0);
});

test('a span that never ended reaches to the end of what is known and says that it is open', () => {
  const open = events(rollout()).find(event => event.ph === 'X' && event.name === '/root');
  expect(open).toMatchObject({ ts: 0, dur: 40_000, args: { open: true } });
});

test('an agent that was spawned is a process of its own', () => {
  const build = rollout().call('spawn', 't', { type: 'spawn_agent' }, '{}').thread('alpha', 'root');
  const processes = events(build).filter(event => event.name === 'process_name');
  expect(processes.map(event => event.args.name)).toEqual(['/root', '/root/alpha']);
  expect(new Set(processes.map(event => event.pid)).size).toBe(2);
});

test('a rollout in which nothing happened is a valid trace without events', () => {
  const root = { trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 0 };
  expect(JSON.parse([...chromeTrace(emptyGraph(root))].join('')).traceEvents).toEqual([]);
});

test('a long trace comes in pieces', () => {
  const build = rollout().exec('call-2', 't', '2', 'x');
  for (let n = 0; n < 2000; n++) build.nested(`n${n}`, 'call-2', { type: 'apply_patch' }).endCall(`n${n}`);
  const pieces = [...chromeTrace(build.graph)];
  expect(pieces.length).toBeGreaterThan(4);
  expect(JSON.parse(pieces.join('')).traceEvents.length).toBeGreaterThan(2000);
});
