/**
 * What the reference's 0.169.0 refuses, and in which words; and what becomes of the same bundle when nobody is strict.
 * The texts were read off the reference itself.
 */

import { describe, expect, it } from 'vitest';
import { loadGolden, type MemoryBundle, reduceInMemory } from '../../../test/support/golden/memory.ts';
import { TraceRefusal } from './traceRefusal.ts';

interface Line {
  schema_version: unknown;
  seq: number;
  rollout_id: string;
  thread_id: string | null;
  codex_turn_id: string | null;
  payload: Record<string, unknown> & { type: string };
}

const golden = loadGolden('0.169');
const root = golden.root.root_thread_id;

function lines(): Line[] {
  const text = golden.log.toString('utf8').trimEnd();
  return text.split('\n').map(line => JSON.parse(line) as Line);
}

function withLines(changed: Line[], renumber = true): MemoryBundle {
  const numbered = changed.map((line, index) => ({ ...line, seq: renumber ? index + 1 : line.seq }));
  return { ...golden, log: Buffer.from(numbered.map(line => `${JSON.stringify(line)}\n`).join('')) };
}

function first(of: Line[], type: string, id?: string): Line {
  const line = of.find(({ payload }) => payload.type === type && (id === undefined || payload.tool_call_id === id));
  if (!line) throw new Error(`no ${type}`);
  return line;
}

/** A bundle whose log was edited. */
function edited(edit: (all: Line[]) => Line[] | undefined, renumber = true): MemoryBundle {
  const all = lines();
  return withLines(edit(all) ?? all, renumber);
}

const without = (type: string, id?: string) =>
  edited(all => {
    const gone = first(all, type, id);
    return all.filter(line => line !== gone);
  });

const twice = (type: string, id?: string) =>
  edited(all => {
    const line = first(all, type, id);
    return all.toSpliced(all.indexOf(line) + 1, 0, structuredClone(line));
  });

function withPayload(id: number, edit: (text: string) => string | undefined): MemoryBundle {
  const payloads = new Map(golden.payloads);
  const name = `raw_payload:${id}`;
  const text = edit(payloads.get(name)?.toString('utf8') ?? '');
  if (text === undefined) payloads.delete(name);
  else payloads.set(name, Buffer.from(text));
  return { ...golden, payloads };
}

function payloadOf(type: string, key: string, id?: string): number {
  const reference = first(lines(), type, id).payload[key] as { raw_payload_id: string };
  return Number(reference.raw_payload_id.split(':')[1]);
}

const refusals: readonly [string, MemoryBundle, string][] = [
  ['a thread that starts twice', twice('thread_started'), `duplicate thread start for ${root}`],
  ['a turn that starts twice', twice('codex_turn_started'), 'duplicate codex turn start for turn-1'],
  ['a model call that starts twice', twice('inference_started'), 'duplicate inference start for inference-1'],
  ['a tool call that starts twice', twice('tool_call_started', 'nested-1'), 'duplicate tool call start for nested-1'],
  [
    'a process that starts twice for one call',
    twice('tool_call_runtime_started', 'nested-1'),
    'tool runtime start would create a second terminal operation for nested-1',
  ],
  ['a cell that starts twice', twice('code_cell_started'), 'duplicate code cell start for code_cell:call-count'],
  [
    'a correlation told twice',
    twice('mcp_tool_call_correlation_assigned'),
    'duplicate MCP correlation for tool call call-weigh',
  ],
  ['an event after the end', twice('recording_completed'), 'trace event after recording completed'],
  ['a thread nobody started', without('thread_started'), `trace event referenced unknown thread ${root}`],
  [
    'a turn nobody started',
    without('codex_turn_started'),
    'inference start inference-1 referenced unknown codex turn turn-1',
  ],
  ['an answer to no request', without('inference_started'), 'inference completion referenced unknown call inference-1'],
  [
    'the end of an unknown call',
    without('tool_call_started', 'call-wait'),
    'tool call end referenced unknown call call-wait',
  ],
  [
    'the process of an unknown call',
    without('tool_call_started', 'nested-1'),
    'tool runtime start referenced unknown call nested-1',
  ],
  [
    'the answer of an unknown cell',
    without('code_cell_started'),
    `code cell initial response referenced unknown runtime cell 1 in thread ${root}`,
  ],
  [
    'a nested call of an unknown cell',
    edited(all => {
      first(all, 'tool_call_started', 'nested-1').payload.requester = { type: 'code_cell', runtime_cell_id: '77' };
      return undefined;
    }),
    `code-mode nested tool referenced unknown runtime cell 77 in thread ${root}`,
  ],
  [
    'a second call for what the model called once',
    edited(all => {
      first(all, 'tool_call_started', 'nested-1').payload.model_visible_call_id = 'call-count';
      return undefined;
    }),
    'duplicate tool call for model-visible call id call-count',
  ],
  [
    'a cell without a turn',
    edited(all => {
      first(all, 'code_cell_started').codex_turn_id = null;
      return undefined;
    }),
    'code cell start code_cell:call-count did not include a Codex turn id',
  ],
  [
    'an acceptance without a thread',
    edited(all => {
      first(all, 'history_item_accepted').thread_id = null;
      return undefined;
    }),
    'history acceptance has no thread',
  ],
  [
    'an event of another rollout',
    edited(all => {
      first(all, 'codex_turn_started').rollout_id = 'other';
      return undefined;
    }),
    'trace event belongs to another rollout',
  ],
  [
    'an event of another schema',
    edited(all => {
      first(all, 'rollout_started').schema_version = 99;
      return undefined;
    }),
    'unsupported trace event schema 99 at line 1',
  ],
  [
    'a gap in the numbers',
    edited(all => {
      all.splice(2, 1);
      return undefined;
    }, false),
    'missing or reordered trace event 3',
  ],
  [
    'an event without meaning',
    edited(all => {
      first(all, 'protocol_event_observed').payload = { type: 'other' };
      return undefined;
    }),
    'raw trace event has no reducer implementation',
  ],
  [
    'a request that is not there',
    withPayload(payloadOf('inference_started', 'request_payload'), () => undefined),
    'open payload raw_payload:3',
  ],
  [
    'a request that is cut off',
    withPayload(payloadOf('inference_started', 'request_payload'), text => text.slice(0, 40)),
    'parse payload raw_payload:3',
  ],
  [
    'a result that is not JSON',
    withPayload(payloadOf('code_cell_ended', 'response_payload'), () => '{'),
    `invalid payload raw_payload:${payloadOf('code_cell_ended', 'response_payload')}`,
  ],
  [
    'a request without input',
    withPayload(3, text => text.replace('"input"', '"output"')),
    'inference request payload raw_payload:3 did not contain input',
  ],
  [
    'an item of an unknown type',
    withPayload(3, text => text.replace('"type": "message"', '"type": "riddle"')),
    'unsupported model item type riddle in payload raw_payload:3',
  ],
  [
    'a message of an unknown role',
    withPayload(3, text => text.replace('"role": "user"', '"role": "owl"')),
    'unsupported message role owl in payload raw_payload:3',
  ],
  [
    'a wait that names no cell',
    withPayload(payloadOf('tool_call_started', 'invocation_payload', 'call-wait'), text =>
      text.replace('cell_id', 'sell_id'),
    ),
    `wait tool request payload raw_payload:${payloadOf('tool_call_started', 'invocation_payload', 'call-wait')} did not contain cell_id`,
  ],
  [
    'a process without a command',
    withPayload(payloadOf('tool_call_runtime_started', 'runtime_payload'), text =>
      text.replace('"command"', '"demand"'),
    ),
    `parse terminal runtime start payload raw_payload:${payloadOf('tool_call_runtime_started', 'runtime_payload')}`,
  ],
  [
    'nesting beyond the limit',
    withPayload(3, text => text.replace('{', `{"deep": ${'['.repeat(127)}${']'.repeat(127)},`)),
    'parse payload raw_payload:3',
  ],
];

describe.each(refusals)('%s', (_, bundle, message) => {
  it('is refused in the words of the reference', () => {
    const refused = () => reduceInMemory(bundle, true);
    expect(refused).toThrow(TraceRefusal);
    expect(refused).toThrow(expect.objectContaining({ message }));
  });

  it('is a finding when nobody is strict, and the rest is reduced', () => {
    const { state, findings } = reduceInMemory(bundle, false);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.every(finding => finding.file !== undefined)).toBe(true);
    expect(Object.keys(state.codex_turns)).toContain('turn-4');
    expect(state.threads[root]).toBeDefined();
  });
});

it('reports causes below the sentence', () => {
  const refusal = new TraceRefusal('parse trace event line 3', ['missing field `seq`']);
  expect(refusal.report()).toBe('Error: parse trace event line 3\n\nCaused by:\n    missing field `seq`');
});
