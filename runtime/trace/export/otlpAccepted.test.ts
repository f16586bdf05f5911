/** That others take our OTLP JSON: the official definition, the registry of attribute names, and the import of VS Code. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as names from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, test } from 'vitest';
import { takeOtlp } from '../../../test/support/otlpDefinition.ts';
import { ORIGIN, RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { findAll } from '../findings/findAll.ts';
import type { Graph, ItemRole } from '../model.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { otlpJson, otlpRequests } from './otlpJson.ts';
import type { OtlpSpan } from './otlpShape.ts';
import type { OtlpAttribute } from './otlpValue.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const bundles = ['test/golden', 'samples/rollouts'].flatMap(folder =>
  readdirSync(root(folder)).map(name => join(root(folder), name)),
);

interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}

const exported = (graph: Graph): Request =>
  JSON.parse([...otlpJson(graph, { findings: findAll(graph) })].join('')) as Request;
const spansOf = ({ resourceSpans }: Request) =>
  resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
const attribute = (list: readonly OtlpAttribute[], key: string) => list.find(one => one.key === key)?.value;
const textOf = (list: readonly OtlpAttribute[], key: string) => {
  const value = attribute(list, key);
  return value && 'stringValue' in value ? value.stringValue : undefined;
};

function say(graph: Graph, role: ItemRole, text: string): void {
  const id = `conversation_item:${graph.conversation_items.size + 1}`;
  graph.conversation_items.set(id, {
    item_id: id,
    thread_id: 'root',
    codex_turn_id: 't',
    first_seen_at_unix_ms: ORIGIN,
    role,
    channel: null,
    kind: 'message',
    body: { parts: [{ type: 'text', text }] },
    call_id: null,
    produced_by: [],
  });
}

describe('the official definition', () => {
  test.each(bundles)('takes %s, and loses nothing of it', bundle => {
    const { graph } = reduceBundle(bundle);
    takeOtlp(exported(graph));
    for (const request of otlpRequests(graph, { size: 16 })) takeOtlp(JSON.parse(JSON.stringify(request)));
  });

  test.each<[string, (span: Record<string, unknown>) => void, RegExp]>([
    ['an unknown field', span => Object.assign(span, { colour: 'red' }), /colour/],
    ['an id that is too short', span => Object.assign(span, { spanId: 'abcd' }), /8 bytes/],
    ['a time that is no integer', span => Object.assign(span, { startTimeUnixNano: '1.5' }), /64-bit/],
    ['a status that is no number', span => Object.assign(span, { status: { code: 'bad' } }), /status\/code/],
    ['text that is no Unicode', span => Object.assign(span, { name: '\ud800' }), /well-formed/],
  ])('refuses %s', (_what, change, why) => {
    const request = JSON.parse(JSON.stringify(exported(new RolloutBuilder().thread().turn('t').graph)));
    change(request.resourceSpans[0].scopeSpans[0].spans[0]);
    expect(() => takeOtlp(request)).toThrow(why);
  });

  test('takes what a model and a tool said in broken Unicode, and texts that are cut within a character', () => {
    const build = new RolloutBuilder()
      .thread()
      .turn('t')
      .exec('call-1', 't', '1', `\ud800${'x'.repeat(16_382)}🙂!`);
    build.nested('a', 'call-1', { type: 'other', name: '\udfff' }).process('op', 'a', 'echo \ud83d');
    takeOtlp(exported(build.graph));
  });
});

describe('spans', () => {
  test.each(bundles)(
    'of %s have one trace, ids of their own, known parents and links, and end after they begin',
    bundle => {
      const spans = spansOf(exported(reduceBundle(bundle).graph));
      const ids = new Set(spans.map(span => span.spanId));
      expect(ids.size).toBe(spans.length);
      expect(new Set(spans.map(span => span.traceId)).size).toBe(1);
      for (const span of spans) {
        if (span.parentSpanId !== undefined) expect(ids).toContain(span.parentSpanId);
        for (const link of span.links) expect(ids).toContain(link.spanId);
        expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
      }
      expect(spans.filter(span => span.parentSpanId === undefined).length).toBeGreaterThan(0);
    },
  );

  test.each(bundles)('of %s use names of the registry, or our own', bundle => {
    const known = new Set<unknown>(Object.values(names));
    const request = exported(reduceBundle(bundle).graph);
    const used = [
      ...request.resourceSpans.flatMap(({ resource }) => resource.attributes),
      ...spansOf(request).flatMap(span => [...span.attributes, ...span.links.flatMap(link => link.attributes)]),
    ].map(({ key }) => key);
    expect(used.length).toBeGreaterThan(10);
    expect([...new Set(used)].filter(key => !key.startsWith('cellscope.') && !known.has(key))).toEqual([]);
  });

  test.each(bundles)('of %s are named and marked as the GenAI conventions say', bundle => {
    const kinds = { internal: 1, client: 3 };
    for (const { name, kind, attributes } of spansOf(exported(reduceBundle(bundle).graph))) {
      const text = (key: string) => textOf(attributes, key);
      const operation = text(names.ATTR_GEN_AI_OPERATION_NAME);
      if (operation !== undefined) expect(text(names.ATTR_GEN_AI_CONVERSATION_ID)).toEqual(expect.any(String));
      switch (operation) {
        case names.GEN_AI_OPERATION_NAME_VALUE_CHAT:
          expect(name).toBe(`chat ${text(names.ATTR_GEN_AI_REQUEST_MODEL)}`);
          expect(kind).toBe(kinds.client);
          expect(text(names.ATTR_GEN_AI_PROVIDER_NAME)).toEqual(expect.any(String));
          break;
        case names.GEN_AI_OPERATION_NAME_VALUE_EXECUTE_TOOL:
          expect(kind).toBe(kinds.internal);
          expect(text(names.ATTR_GEN_AI_TOOL_CALL_ID)).toEqual(expect.any(String));
          expect(['function', 'extension']).toContain(text(names.ATTR_GEN_AI_TOOL_TYPE));
          // A cell is named for people: its calls are below it, and there are many of them.
          if (text('cellscope.cell.id') === undefined)
            expect(name).toBe(`execute_tool ${text(names.ATTR_GEN_AI_TOOL_NAME)}`);
          break;
        case names.GEN_AI_OPERATION_NAME_VALUE_INVOKE_AGENT:
          expect(kind).toBe(kinds.internal);
          expect(name).toBe(`invoke_agent ${text(names.ATTR_GEN_AI_AGENT_NAME)}`);
          break;
        case undefined:
        case 'compaction':
          break;
        default:
          expect.fail(`no such operation: ${operation}`);
      }
    }
  });
});

/**
 * Facts of the import in VS Code's agent debug logs (of late 2026): one object with `resourceSpans`; every scope has
 * `spans`; times are whole numbers in text; values are text, integers, booleans or lists of text, any other kind is
 * read as empty; `gen_ai.operation.name` sorts spans into tool calls, model turns and agents, the rest is generic;
 * the tree is made by `spanId` and `parentSpanId`; a status code of 2 is an error; the first span names the session by
 * `gen_ai.conversation.id`; the title is the `content` of the first event called `user_message`.
 */
describe('the import of VS Code', () => {
  test.each(bundles)('understands every value, time and id of %s', bundle => {
    const request = exported(reduceBundle(bundle).graph);
    const spans = spansOf(request);
    expect(textOf(spans[0]?.attributes ?? [], 'gen_ai.conversation.id')).toEqual(expect.any(String));
    for (const { spanId, name, attributes, events, ...span } of spans) {
      expect([spanId, name].every(text => text !== '')).toBe(true);
      for (const time of [span.startTimeUnixNano, span.endTimeUnixNano, ...events.map(event => event.timeUnixNano)]) {
        expect(time).toMatch(/^\d+$/);
      }
      for (const { value } of [...attributes, ...events.flatMap(event => event.attributes)]) {
        expect(['stringValue', 'intValue', 'boolValue', 'arrayValue']).toContain(Object.keys(value).join());
        if ('arrayValue' in value) expect(value.arrayValue.values.every(each => 'stringValue' in each)).toBe(true);
      }
    }
  });

  test('shows arguments, results, models, tokens and errors', () => {
    const build = new RolloutBuilder().thread().turn('t').inference('model-1', 't').at(20);
    build.endInference('model-1', { input_tokens: 1234, output_tokens: 56 }).exec('call-1', 't', '7', 'await make()');
    build.call('bad', 't', { type: 'mcp', server: 's', tool: 't' }, '{"a":1}').endCall('bad', 'failed');
    const spans = spansOf(exported(build.graph));
    const chat = spans.find(span => textOf(span.attributes, 'gen_ai.operation.name') === 'chat');
    expect(attribute(chat?.attributes ?? [], 'gen_ai.usage.input_tokens')).toEqual({ intValue: '1234' });
    expect(attribute(chat?.attributes ?? [], 'gen_ai.usage.output_tokens')).toEqual({ intValue: '56' });
    const failed = spans.find(span => span.status.code === 2);
    expect(textOf(failed?.attributes ?? [], 'gen_ai.tool.call.arguments')).toBe('{"a":1}');
    expect(failed?.status.message).toBe('execute_tool s.t failed');
  });

  test('titles the rollout by what was asked first, and not by what a host tells of its surroundings', () => {
    const build = new RolloutBuilder().thread().turn('t');
    say(build.graph, 'user', '<environment_context>linux</environment_context>');
    say(build.graph, 'user', 'Mend the build.');
    say(build.graph, 'assistant', 'Done.');
    const asked = spansOf(exported(build.graph)).flatMap(({ events }) => events);
    expect(asked.map(({ name, attributes }) => [name, textOf(attributes, 'content')])).toEqual([
      ['user_message', 'Mend the build.'],
    ]);
    const without = [...otlpJson(build.graph, { content: false })].join('');
    expect(without).not.toContain('Mend');
  });
});
