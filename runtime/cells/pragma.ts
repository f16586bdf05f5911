/**
 * The pragma line of submitted source: `// @exec: {"yield_time_ms": 10000, "max_output_tokens": 1000}` (code-mode §4).
 *
 * Invariant: the source that runs begins with the line after the pragma, so that positions count from there.
 */

import { isRecord } from '../base/json.ts';
import { RequestError } from './requestError.ts';

export interface ParsedSource {
  readonly source: string;
  readonly yieldTimeMs?: number;
  readonly maxOutputTokens?: number;
}

const sample = '`// @exec: {"yield_time_ms": 10000, "max_output_tokens": 1000}`';
const fields = '`yield_time_ms` and `max_output_tokens`';
const pragmaStart = /^(?:(?!\ufeff)[^\S\n]|\u0085)*\/\/ @exec:/;

/** Throws `RequestError` with the texts of code-mode §4. */
export function parseSource(submitted: string): ParsedSource {
  if (isBlank(submitted)) {
    throw new RequestError(
      `exec expects raw JavaScript source text (non-empty). Provide JS only, optionally with first-line ${sample}.`,
    );
  }
  const start = pragmaStart.exec(submitted);
  if (start === null) return { source: submitted };
  const lineEnd = submitted.indexOf('\n');
  const directive = submitted.slice(start[0].length, lineEnd === -1 ? undefined : lineEnd).trim();
  const source = lineEnd === -1 ? '' : submitted.slice(lineEnd + 1);
  if (isBlank(source)) {
    throw new RequestError('exec pragma must be followed by JavaScript source on subsequent lines');
  }
  const notAnObject = `exec pragma must be a JSON object with supported fields ${fields}`;
  if (directive === '') throw new RequestError(notAnObject);
  const value = parseJson(directive);
  if (!isRecord(value)) throw new RequestError(notAnObject);
  for (const key of Object.keys(value)) {
    if (key !== 'yield_time_ms' && key !== 'max_output_tokens') {
      throw new RequestError(`exec pragma only supports ${fields}; got \`${key}\``);
    }
  }
  const yieldTimeMs = count(value, 'yield_time_ms');
  const maxOutputTokens = count(value, 'max_output_tokens');
  return {
    source,
    ...(yieldTimeMs === undefined ? {} : { yieldTimeMs }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

/** White space is what Unicode calls so: the next line, but not the byte order mark. */
function isBlank(text: string): boolean {
  return !/[^\s\u0085]|\ufeff/.test(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, asWritten as Parameters<typeof JSON.parse>[1]);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RequestError(`exec pragma must be valid JSON with supported fields ${fields}: ${why}`);
  }
}

/** `1.0` and `1e3` are no integers to the reference. */
function asWritten(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && /[.e]/i.test(context?.source ?? '') ? Number.NaN : value;
}

function count(value: Record<string, unknown>, name: string): number | undefined {
  const found = value[name];
  if (found === undefined || found === null) return undefined;
  const wrong = typeof found !== 'number' ? `\`${name}\` is a ${kindOf(found)}` : wrongNumber(name, found);
  if (wrong !== null)
    throw new RequestError(`exec pragma fields ${fields} must be non-negative safe integers: ${wrong}`);
  if (!Number.isSafeInteger(found)) {
    throw new RequestError(`exec pragma field \`${name}\` must be a non-negative safe integer`);
  }
  return found as number;
}

function wrongNumber(name: string, value: number): string | null {
  if (value < 0) return `\`${name}\` is negative`;
  if (!Number.isInteger(value)) return `\`${name}\` is not a whole number`;
  return null;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'record' : typeof value;
}
