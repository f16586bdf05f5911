/**
 * What a `write_stdin` was asked and what it answered (trace-format §3, terminal_operations).
 *
 * An answer is text for a model, a value for a cell, an error, or in old recordings the end of a process.
 */

import { isRecord } from '../../base/json.ts';
import type { TerminalResult } from '../model.ts';
import { parseExact } from './exactJson.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a call asked for. `session`: the id of the process as it was written. */
export interface StdinRequest {
  readonly session: string;
  readonly chars: string;
  readonly yieldTimeMs: number | null;
  readonly maxOutputTokens: number | null;
}

/** A number by its digits: they tell more than its value. */
class Digits {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const order = ['session_id', 'chars', 'yield_time_ms', 'max_output_tokens'];

/** Nothing when these are not the arguments of a `write_stdin`: an object, or the list of all four. */
export function readStdinRequest(text: string): StdinRequest | undefined {
  const value: unknown = JSON.parse(text, (_key, part: unknown, { source }: { source?: string } = {}) =>
    typeof part === 'number' ? new Digits(source ?? String(part)) : part,
  );
  const list = Array.isArray(value) && value.length === order.length ? value : undefined;
  const fields = list ? Object.fromEntries(list.map((part: unknown, at) => [order[at], part])) : value;
  if (!isRecord(fields) || fields instanceof Digits || hasRepeated(text)) return undefined;
  const { session_id: id, chars = '' } = fields;
  const session = id instanceof Digits ? id.text : id;
  const yieldTimeMs = countOf(fields.yield_time_ms);
  const maxOutputTokens = countOf(fields.max_output_tokens);
  if (typeof session !== 'string' || session === '' || typeof chars !== 'string') return undefined;
  if (yieldTimeMs === undefined || maxOutputTokens === undefined) return undefined;
  return { session, chars, yieldTimeMs, maxOutputTokens };
}

/** Nothing when it is neither a whole number of 64 bits nor left out. */
function countOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  if (!(value instanceof Digits) || !/^(?:0|[1-9]\d{0,19})$/.test(value.text)) return undefined;
  return BigInt(value.text) < 2n ** 64n ? Number(value.text) : undefined;
}

function hasRepeated(text: string): boolean {
  let found = false;
  parseExact(text, (key, path) => {
    found ||= path.length === 0 && order.includes(key);
  });
  return found;
}

/** The result, or why there is none. */
export function readStdinResult(payload: unknown): TerminalResult | string {
  if (!isRecord(payload)) return 'not an object';
  switch (payload.type) {
    case 'direct_response': {
      if (payload.response_item === undefined) return 'missing field `response_item`';
      return textResult(directText(payload.response_item));
    }
    case 'code_mode_response':
      return payload.value === undefined ? 'missing field `value`' : valueResult(payload.value);
    case 'error':
      if (typeof payload.error !== 'string') return 'field `error` must be a string';
      return { ...textResult(payload.error), stdout: '', stderr: payload.error };
    default:
      return `unknown variant \`${String(payload.type)}\``;
  }
}

function textResult(text: string): TerminalResult {
  return {
    exit_code: null,
    stdout: text,
    stderr: '',
    formatted_output: text,
    original_token_count: null,
    chunk_id: null,
  };
}

function directText(item: unknown): string {
  const output = isRecord(item) ? item.output : undefined;
  if (typeof output === 'string') return output;
  if (!Array.isArray(output)) return JSON.stringify(output ?? item);
  const texts = output.flatMap(part => (isRecord(part) && typeof part.text === 'string' ? [part.text] : []));
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(item);
}

function valueResult(value: unknown): TerminalResult {
  if (typeof value === 'string') return textResult(value);
  if (!isRecord(value) || typeof value.output !== 'string' || !isCommandValue(value))
    return textResult(JSON.stringify(value));
  const { exit_code, original_token_count, chunk_id, output } = value;
  return {
    ...textResult(output),
    exit_code: typeof exit_code === 'number' ? exit_code : null,
    original_token_count: typeof original_token_count === 'number' ? original_token_count : null,
    chunk_id: typeof chunk_id === 'string' ? chunk_id : null,
  };
}

function isCommandValue({ exit_code, original_token_count, chunk_id }: Fields): boolean {
  return (
    Number.isInteger(exit_code ?? 0) &&
    Number.isInteger(original_token_count ?? 0) &&
    typeof (chunk_id ?? '') === 'string'
  );
}
