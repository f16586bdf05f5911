import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { describe } from './describe.ts';
import type { EntityDetails } from './details.ts';
import { LONGEST_BLOCK } from './detailsBuilder.ts';

/** A cell with one process, waited on once and terminated. */
function rollout(source = 'await tools.exec_command({ cmd: "make" })') {
  const build = new RolloutBuilder().thread().turn('turn-1').at(10).inference('model-1', 'turn-1');
  build.at(20).endInference('model-1', { input_tokens: 1234 }).exec('call-1', 'turn-1', '7', source, 'model-1');
  build.at(30).nested('exec-a', 'call-1', { type: 'exec_command' }).process('op-1', 'exec-a', 'make');
  build.at(120).respond('call-1', 'yielded').output('call-1', 'Script running with cell ID 7', 'half');
  build.wait('wait-1', 'turn-1', 'call-1', { cell_id: '7', yield_time_ms: 50 }).at(190);
  build.endProcess('op-1', 2).endCall('exec-a').endCell('call-1', 'completed').endCall('wait-1');
  build.wait('wait-2', 'turn-1', null, { cell_id: '99' }).endCall('wait-2', 'failed').endTurn('turn-1');
  return build.graph;
}

const show = (ref: EntityRef, graph = rollout()) => describe(graph, ref) as EntityDetails;
const fieldOf = (details: EntityDetails, label: string) => details.fields.find(field => field.label === label);

test('a cell shows its source, its first response and what the model saw of it', () => {
  const details = show({ kind: 'code_cell', id: 'code_cell:call-1' });
  expect(details.title).toBe('Cell 7');
  expect(fieldOf(details, 'Status')).toMatchObject({ value: 'completed', tone: 'good' });
  expect(fieldOf(details, 'First response')?.value).toBe('yielded after 100 ms');
  expect(fieldOf(details, 'Duration')?.value).toBe('170 ms');
  expect(fieldOf(details, 'Started')?.value).toBe('+20 ms (2027-01-15 08:00:00.020 UTC)');
  expect(details.blocks).toEqual([
    { title: 'Source', language: 'javascript', text: 'await tools.exec_command({ cmd: "make" })' },
    { title: 'What the model saw', language: 'text', text: 'Script running with cell ID 7\nhalf' },
  ]);
  expect(details.payloads.map(payload => payload.label)).toEqual(['First response', 'Result']);
  expect(details.related.map(one => one.ref.id)).toEqual(expect.arrayContaining(['exec-a', 'wait-1']));
});

test('a wait says for which cell, and what it was promised against what it got', () => {
  const details = show({ kind: 'tool_call', id: 'wait-1' });
  expect(fieldOf(details, 'Waits for')).toEqual({
    label: 'Waits for',
    value: 'Cell 7',
    link: { kind: 'code_cell', id: 'code_cell:call-1' },
  });
  expect(fieldOf(details, 'Promised to return after')?.value).toBe('50 ms');
  expect(fieldOf(details, 'Returned after')?.value).toBe('70 ms');
  expect(details.blocks[0]).toEqual({
    title: 'Input',
    language: 'json',
    text: '{\n  "cell_id": "7",\n  "yield_time_ms": 50\n}',
  });
});

test('a wait on a cell that does not exist says so', () => {
  const waits = fieldOf(show({ kind: 'tool_call', id: 'wait-2' }), 'Waits for');
  expect(waits).toEqual({ label: 'Waits for', value: 'cell 99, which is not in this rollout', tone: 'bad' });
});

test('a nested call shows its process: command, exit code, output', () => {
  expect(show({ kind: 'tool_call', id: 'exec-a' }).blocks).toEqual([
    { title: 'Command', language: 'text', text: '/bin/bash -lc make' },
    { title: 'Output', language: 'text', text: 'out' },
  ]);
  const process = show({ kind: 'terminal_operation', id: 'op-1' });
  expect(process.title).toBe('make');
  expect(fieldOf(process, 'Exit code')).toMatchObject({ value: '2', tone: 'bad' });
});

test('the result of a call that failed is there without being asked for', () => {
  const unfolded = (id: string) => show({ kind: 'tool_call', id }).payloads.filter(payload => payload.unfolded);
  expect(unfolded('wait-2').map(payload => payload.label)).toEqual(['Result']);
  expect(unfolded('wait-1')).toEqual([]);
});

test('tokens add up over a turn', () => {
  const turn = show({ kind: 'codex_turn', id: 'turn-1' });
  expect(turn.title).toBe('Turn 1');
  expect(fieldOf(turn, 'Input tokens')?.value).toBe('1,234 (10 cached)');
});

test('every object can be described, and every link leads to one that can', () => {
  const graph = rollout();
  const kinds = ['thread', 'codex_turn', 'inference_call', 'conversation_item', 'code_cell', 'tool_call'] as const;
  const others = ['terminal_operation', 'raw_payload'] as const;
  let seen = 0;
  for (const kind of [...kinds, ...others]) {
    for (const id of graph[`${kind}s`].keys()) {
      const details = describe(graph, { kind, id });
      expect(details?.ref).toEqual({ kind, id });
      const links = [
        ...(details?.related ?? []).map(one => one.ref),
        ...(details?.fields ?? []).flatMap(f => f.link ?? []),
      ];
      for (const link of links) expect(describe(graph, link)).not.toBeNull();
      for (const { payloadId } of details?.payloads ?? []) expect(graph.raw_payloads.has(payloadId)).toBe(true);
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(15);
});

test('an object that is not there has no details, nor has a kind that does not exist', () => {
  expect(describe(rollout(), { kind: 'tool_call', id: 'nope' })).toBeNull();
  expect(describe(rollout(), { kind: 'toString', id: 'x' } as unknown as EntityRef)).toBeNull();
});

test('a very long source is cut and says how long it was', () => {
  const source = 'x'.repeat(LONGEST_BLOCK + 10);
  const [block] = show({ kind: 'code_cell', id: 'code_cell:call-1' }, rollout(source)).blocks;
  expect(block?.text.length).toBe(LONGEST_BLOCK);
  expect(block?.cutFrom).toBe(LONGEST_BLOCK + 10);
});

test('a time that no calendar has is shown as the number it is', () => {
  const graph = rollout();
  const turn = graph.codex_turns.get('turn-1');
  if (turn) turn.execution.started_at_unix_ms = 1e300;
  expect(fieldOf(show({ kind: 'codex_turn', id: 'turn-1' }, graph), 'Started')?.value).toContain('(1e+300 ms)');
});

test('a call that was left open when the recording was over does not run any more', () => {
  const build = new RolloutBuilder().thread().turn('turn-1').at(10).exec('call-1', 'turn-1', '7', 'await forever');
  const statusOf = () => fieldOf(show({ kind: 'tool_call', id: 'call-1' }, build.graph), 'Status')?.value;
  expect(statusOf()).toBe('running');
  build.at(90).endTurn('turn-1', 'cancelled').endRollout();
  expect(statusOf()).toBe('its end was not recorded');
});

test('a length reads as on the timeline, to three digits', () => {
  const build = new RolloutBuilder().thread().turn('turn-1').at(10).exec('call-1', 'turn-1', '7', 'x');
  build.at(1824).endCell('call-1', 'completed');
  const details = show({ kind: 'code_cell', id: 'code_cell:call-1' }, build.graph);
  expect(fieldOf(details, 'Duration')?.value).toBe('1.81 s');
});

test('the call that started a cell leads to it', () => {
  const cell = fieldOf(show({ kind: 'tool_call', id: 'call-1' }), 'Cell');
  expect(cell).toMatchObject({ value: 'Cell 7', link: { kind: 'code_cell', id: 'code_cell:call-1' } });
});
