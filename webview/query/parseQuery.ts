/**
 * What a person types into the search box, as conditions that must all hold:
 *
 *   text            the label contains it                 "two words"     as one text
 *   tool:name       a tool call whose label contains it   cell:3          cell 3 and everything in its lane
 *   kind:wait       spans of a kind                       failed          a state (running, completed, cancelled, yielded)
 *   duration > 50ms also < >= <= with us, ms, s, min, h   !anything       the contrary
 */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';

export type Condition =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool'; readonly text: string }
  | { readonly type: 'cell'; readonly text: string }
  | { readonly type: 'kind'; readonly kinds: readonly number[] }
  | { readonly type: 'status'; readonly status: number }
  | { readonly type: 'duration'; readonly operator: '<' | '>' | '<=' | '>='; readonly ms: number };

export interface Term {
  readonly negated: boolean;
  readonly condition: Condition;
}

export type Query =
  | { readonly ok: true; readonly terms: readonly Term[] }
  | { readonly ok: false; readonly at: string };

const statuses: Readonly<Record<string, number>> = SpanStatus;
const kinds: Readonly<Record<string, readonly number[]>> = {
  thread: [SpanKind.thread],
  turn: [SpanKind.turn],
  model: [SpanKind.inference],
  inference: [SpanKind.inference],
  cell: [SpanKind.cell],
  call: [SpanKind.nestedCall, SpanKind.directCall],
  tool: [SpanKind.nestedCall, SpanKind.directCall],
  wait: [SpanKind.wait],
  terminal: [SpanKind.terminal],
  compaction: [SpanKind.compaction],
};
const unitsMs: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
};

const token =
  /(!?)(?:duration\s*(<=|>=|<|>)\s*([\d.]+)\s*([a-zµ]*)|(tool|cell|kind):(?:"([^"]*)"|(\S+))|"([^"]*)"|(\S+))/giy;

export function parseQuery(text: string): Query {
  const terms: Term[] = [];
  token.lastIndex = 0;
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, token.lastIndex)) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return { ok: false, at: text.slice(at) };
    const condition = asCondition(match);
    if (!condition) return { ok: false, at: match[0] };
    terms.push({ negated: match[1] === '!', condition });
  }
  return { ok: true, terms };
}

function asCondition(match: RegExpExecArray): Condition | null {
  const [, , operator, number, unit, field, quotedValue, plainValue, quoted, word] = match;
  if (operator) {
    const factor = unitsMs[(unit || 'ms').toLowerCase()];
    const value = Number(number);
    return factor === undefined || Number.isNaN(value)
      ? null
      : { type: 'duration', operator: operator as '<', ms: value * factor };
  }
  if (field) {
    const value = (quotedValue ?? plainValue ?? '').toLowerCase();
    if (field.toLowerCase() === 'kind') {
      const found = Object.hasOwn(kinds, value) ? kinds[value] : undefined;
      return found ? { type: 'kind', kinds: found } : null;
    }
    return { type: field.toLowerCase() === 'tool' ? 'tool' : 'cell', text: value };
  }
  if (quoted !== undefined) return { type: 'text', text: quoted.toLowerCase() };
  const text = (word ?? '').toLowerCase();
  if (text === '') return null;
  const status = Object.hasOwn(statuses, text) ? statuses[text] : undefined;
  return status === undefined ? { type: 'text', text } : { type: 'status', status };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text[at] ?? '').trim() === '') at++;
  return at;
}
