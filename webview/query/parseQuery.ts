/**
 * What a person types into the search box, as conditions that must all hold:
 *
 *   text            the label contains it                 "two words"     as one text
 *   tool:name       a tool call whose label contains it   cell:3          cell 3 and everything in its lane
 *   kind:wait       spans of a kind                       failed          a state (running, completed, cancelled, yielded)
 *   duration > 50ms also < >= <= with us, ms, s, min, h   status:failed   the same, spelled out
 *   !anything       the contrary
 *
 * What begins like a condition and is none is refused, with what could stand there; anything else is text to look for.
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
  | { readonly ok: false; readonly at: string; readonly expected: Expected };

/** What would have been understood. */
export type Expected = 'duration' | 'kind' | 'status' | 'word';

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
  request: [SpanKind.request],
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
  /(!?)(?:duration\s*(<=|>=|<|>)\s*([\d.]+)(?:\s*(us|µs|ms|s|min|m|h)(?=\s|$)|(?=\s|$))|(duration\s*[<>=:]+\s*\S*)|(tool|cell|kind|status):(?:"([^"]*)"|(\S*))|"([^"]*)(?:"|$)|(\S+))/giy;

export function parseQuery(text: string): Query {
  const terms: Term[] = [];
  token.lastIndex = 0;
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, token.lastIndex)) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return { ok: false, at: text.slice(at), expected: 'word' };
    const condition = asCondition(match);
    if (typeof condition === 'string') return { ok: false, at: match[0], expected: condition };
    terms.push({ negated: match[1] === '!', condition });
  }
  return { ok: true, terms };
}

function asCondition(match: RegExpExecArray): Condition | Expected {
  const [, , operator, number, unit, badDuration, field, quotedValue, plainValue, quoted, word] = match;
  if (badDuration !== undefined) return 'duration';
  if (operator) {
    const ms = Number(number) * (unitsMs[(unit ?? 'ms').toLowerCase()] ?? Number.NaN);
    return Number.isNaN(ms) ? 'duration' : { type: 'duration', operator: operator as '<', ms };
  }
  if (field) return fieldCondition(field.toLowerCase(), (quotedValue ?? plainValue ?? '').toLowerCase());
  if (quoted !== undefined) return quoted === '' ? 'word' : { type: 'text', text: quoted.toLowerCase() };
  const text = (word ?? '').toLowerCase();
  if (text === '') return 'word';
  const status = Object.hasOwn(statuses, text) ? statuses[text] : undefined;
  return status === undefined ? { type: 'text', text } : { type: 'status', status };
}

function fieldCondition(field: string, value: string): Condition | Expected {
  switch (field) {
    case 'kind': {
      const found = Object.hasOwn(kinds, value) ? kinds[value] : undefined;
      return found ? { type: 'kind', kinds: found } : 'kind';
    }
    case 'status': {
      const status = Object.hasOwn(statuses, value) ? statuses[value] : undefined;
      return status === undefined ? 'status' : { type: 'status', status };
    }
    default:
      return value === '' ? 'word' : { type: field === 'tool' ? 'tool' : 'cell', text: value };
  }
}

/** Words that may stand behind `kind:` and `status:`, in the order in which they are told. */
export const knownWords = {
  kind: ['thread', 'turn', 'model', 'cell', 'tool', 'wait', 'terminal', 'compaction', 'request'],
  status: Object.keys(SpanStatus),
} as const;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text[at] ?? '').trim() === '') at++;
  return at;
}
