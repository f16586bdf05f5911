import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { otlpSchema } from '../../../test/support/otlpSchema.ts';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { otlpJson, otlpRequests } from './otlpJson.ts';
import type { OtlpSpan } from './otlpShape.ts';

/** A spawned agent, a cell with a process and a wait, a failing call, and one that never ended. */
function rollout() {
  const build = new RolloutBuilder().thread().turn('turn-1').inference('model-1', 'turn-1').at(20);
  build.endInference('model-1', { input_tokens: 1234 }).exec('call-1', 'turn-1', '7', 'await make()', 'model-1');
  build.at(30).nested('exec-a', 'call-1', { type: 'exec_command' }).process('op-1', 'exec-a', 'make');
  build.at(120).respond('call-1', 'yielded').output('call-1', 'half way there');
  build.output('call-1', 'Script running with cell ID 7\nWall time 0.1 seconds\nOutput:\n', 'half');
  build.wait('wait-1', 'turn-1', 'call-1', { cell_id: '7' }).at(190).endProcess('op-1', 2).endCall('exec-a');
  build.endCell('call-1', 'completed').endCall('wait-1');
  build.call('bad', 'turn-1', { type: 'mcp', server: 's', tool: 't' }, '{"a":1}').at(200).endCall('bad', 'failed');
  build
    .call('spawn', 'turn-1', { type: 'spawn_agent' }, '{}')
    .thread('alpha', 'root')
    .spawnEdge('spawn', 'root', 'alpha');
  return build.at(300).endThread('alpha').graph;
}

const parse = (pieces: Iterable<string>) => JSON.parse([...pieces].join(''));
const spansOf = (pieces: Iterable<string>): OtlpSpan[] => parse(pieces).resourceSpans[0].scopeSpans[0].spans;
const named = (spans: readonly OtlpSpan[], name: string) => spans.find(span => span.name === name) as OtlpSpan;
const attribute = (span: OtlpSpan, key: string) => span.attributes.find(one => one.key === key)?.value;

test('an export has the shape that the OTLP specification gives to its JSON', () => {
  const validate = new Ajv({ strict: false }).compile(otlpSchema);
  validate(parse(otlpJson(rollout(), { findings: [] })));
  expect(validate.errors).toBeNull();
});

test('parents follow who asked: turn, call, cell, nested call, process', () => {
  const spans = spansOf(otlpJson(rollout()));
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const path: string[] = [];
  for (let span = named(spans, 'make') as OtlpSpan | undefined; span; span = byId.get(span.parentSpanId ?? '')) {
    path.push(span.name);
  }
  expect(path).toEqual([
    'make',
    'execute_tool exec_command',
    'Cell 7',
    'execute_tool exec',
    'invoke_agent /root',
    'thread /root',
  ]);
  expect(byId.get(named(spans, 'thread /root/alpha').parentSpanId ?? '')?.name).toBe('execute_tool spawn_agent');
});

test('a model call carries the GenAI names, tokens as integers in text', () => {
  const chat = named(spansOf(otlpJson(rollout())), 'chat mock-model');
  expect(chat.kind).toBe(3);
  expect(attribute(chat, 'gen_ai.operation.name')).toEqual({ stringValue: 'chat' });
  expect(attribute(chat, 'gen_ai.usage.input_tokens')).toEqual({ intValue: '1234' });
  expect(attribute(chat, 'gen_ai.usage.cache_read.input_tokens')).toEqual({ intValue: '10' });
  expect(chat.startTimeUnixNano).toBe('1800000000000000000');
  expect(chat.endTimeUnixNano).toBe('1800000000020000000');
});

test('a wait links to the cell it waits for, and the cell tells its yields as events', () => {
  const spans = spansOf(otlpJson(rollout()));
  const cell = named(spans, 'Cell 7');
  expect(named(spans, 'execute_tool wait').links.map(link => link.spanId)).toEqual([cell.spanId]);
  expect(cell.events.map(event => event.name)).toEqual([
    'cellscope.yield',
    'cellscope.notification',
    'cellscope.resume',
  ]);
});

test('a failure has the error status, what never ended says that it is open', () => {
  const spans = spansOf(otlpJson(rollout()));
  expect(named(spans, 'execute_tool s.t').status).toEqual({ code: 2, message: 'execute_tool s.t failed' });
  const open = named(spans, 'execute_tool spawn_agent');
  expect(attribute(open, 'cellscope.open')).toEqual({ boolValue: true });
  expect(open.endTimeUnixNano).toBe('1800000000300000000');
});

test('two exports of one rollout are the same', () => {
  expect([...otlpJson(rollout())]).toEqual([...otlpJson(rollout())]);
});

test('without content nothing that was said or run leaves the rollout', () => {
  const leak = {
    severity: 'error',
    code: 'x',
    message: '`make` survived',
    refs: [{ kind: 'tool_call', id: 'bad' }],
  } as const;
  const text = [...otlpJson(rollout(), { content: false, findings: [leak] })].join('');
  for (const secret of ['await make()', 'half', '{\\"a\\":1}', '/work', 'make']) expect(text).not.toContain(secret);
  expect([...otlpJson(rollout())].join('')).toContain('await make()');
});

test('a finding is told as an event of what it is about', () => {
  const finding = {
    severity: 'warning',
    code: 'x',
    message: 'look here',
    refs: [{ kind: 'tool_call', id: 'bad' }],
  } as const;
  const [event] = named(spansOf(otlpJson(rollout(), { findings: [finding] })), 'execute_tool s.t').events;
  expect(event?.name).toBe('cellscope.finding');
  expect(event?.attributes).toContainEqual({ key: 'cellscope.message', value: { stringValue: 'look here' } });
});

test('requests for a collector hold so many spans and no more, together all of them', () => {
  const requests = [...otlpRequests(rollout(), { size: 4 })];
  const sizes = requests.map(({ resourceSpans: [one] }) => one.scopeSpans[0].spans.length);
  expect(sizes.slice(0, -1).every(size => size === 4)).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(spansOf(otlpJson(rollout())).length);
});

test('spans with long texts go in requests of fewer spans', () => {
  const build = new RolloutBuilder().thread().turn('turn-1');
  for (let call = 0; call < 6; call++) build.exec(`call-${call}`, 'turn-1', String(call), 'x'.repeat(3 << 20));
  const requests = [...otlpRequests(build.graph)];
  const sizes = requests.map(({ resourceSpans: [one] }) => JSON.stringify(one).length);
  expect(sizes.length).toBeGreaterThan(3);
  expect(Math.max(...sizes)).toBeLessThan(10 << 20);
});

test('a provider is named as the conventions name it', () => {
  const graph = rollout();
  for (const call of graph.inference_calls.values()) call.provider_name = 'OpenAI';
  const chat = named(spansOf(otlpJson(graph)), 'chat mock-model');
  expect(attribute(chat, 'gen_ai.provider.name')).toEqual({ stringValue: 'openai' });
});
