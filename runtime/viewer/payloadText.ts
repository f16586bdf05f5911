/**
 * A payload file as bounded, readable text: what crosses to a page when somebody asks for a payload.
 *
 * JSON is laid out anew, and very long strings in it (large pictures, whole files) are shortened with their length, so
 * that the structure around them stays visible. What is not JSON is shown as it is. `cut` says that something was left out.
 */

import type { PayloadResult } from './details.ts';

/** Most characters of text handed over. */
export const PAYLOAD_TEXT_LIMIT = 256 * 1024;
/** Files larger than this are not parsed, only their beginning is shown, bytes. */
const PARSE_LIMIT = 8 * 1024 * 1024;
const LONGEST_STRING = 8 * 1024;
/** Pictures may be longer: half of one cannot be looked at, characters. */
const LONGEST_PICTURE = 160 * 1024;

export function payloadText(bytes: Uint8Array, limit: number = PAYLOAD_TEXT_LIMIT): PayloadResult {
  if (bytes.length > PARSE_LIMIT) return bounded(decode(bytes.subarray(0, limit * 4)), bytes.length, limit, true);
  const raw = decode(bytes);
  let shortened = false;
  try {
    const text = JSON.stringify(
      JSON.parse(raw),
      (_, value: unknown) => {
        if (typeof value !== 'string' || value.length <= longestOf(value, limit)) return value;
        shortened = true;
        return `${value.slice(0, LONGEST_STRING)}… (${value.length} characters in all)`;
      },
      2,
    );
    return bounded(text, bytes.length, limit, shortened);
  } catch {
    return bounded(raw, bytes.length, limit, false);
  }
}

function longestOf(text: string, limit: number): number {
  return text.startsWith('data:image/') ? Math.min(LONGEST_PICTURE, limit / 2) : LONGEST_STRING;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function bounded(text: string, bytes: number, limit: number, shortened: boolean): PayloadResult {
  const cut = text.length > limit;
  return { ok: true, text: cut ? text.slice(0, limit) : text, bytes, cut: cut || shortened };
}
