/**
 * What a `write_stdin` was asked and what it answered (trace-format §3, terminal_operations).
 *
 * An answer is text for a model, a value for a cell, an error, or in old recordings the end of a process.
 */

import { isRecord } from '../../base/json.ts';
import type { TerminalResult } from '../model.ts';
import { type Check, fieldFault } from '../shape.ts';

type Fields = Readonly<Record<string, unknown>>;

const check = (fits: (value: unknown) => boolean, what: string): Check<unknown> => ({
  nullable: true,
  fault: value => (value === undefined || fits(value) ? undefined : `must be ${what}`),
});
const count = check(value => value === null || (Number.isInteger(value) && Number(value) >= 0), 'a whole number');

/** Why these are not the arguments of a `write_stdin`. */
export function stdinFault(fields: Fields): string | undefined {
  const session = typeof fields.session_id;
  if (session !== 'number' && session !== 'string') return '`session_id` must be a number or a string';
  if (fields.chars === undefined) return fieldFault({ ...fields }, { yield_time_ms: count, max_output_tokens: count });
  const chars = check(value => typeof value === 'string', 'a string');
  return fieldFault({ ...fields }, { chars, yield_time_ms: count, max_output_tokens: count });
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
      return processResult(payload) ?? `unknown variant \`${String(payload.type)}\``;
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

function processResult(payload: Fields): TerminalResult | undefined {
  if (!Number.isInteger(payload.exit_code)) return undefined;
  const stdout = typeof payload.aggregated_output === 'string' ? payload.aggregated_output : '';
  return { ...textResult(stdout), exit_code: Number(payload.exit_code), formatted_output: null };
}
