/**
 * The small change of OTLP JSON: identities, times and attribute values.
 *
 * Facts of the encoding: ids are lower-case hex, 64-bit integers are strings, enums are numbers, an attribute is an
 * object of key and typed value, and text is well-formed Unicode (receivers refuse a request for half a surrogate pair).
 * Ids are derived, never drawn: exporting a rollout twice gives the same spans.
 */

import { createHash } from 'node:crypto';

export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } };

export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

export type Plain = string | number | boolean | readonly string[] | null | undefined;

/** 16 bytes: the rollout's own trace id where it is a UUID, so that it can be searched for. */
export function traceIdOf(rollout: string): string {
  const hex = rollout.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) && !/^0+$/.test(hex) ? hex : digest(rollout, 32);
}

/** 8 bytes, from the trace and the object. */
export function spanIdOf(traceId: string, kind: string, id: string): string {
  return digest(`${traceId}/${kind}/${id}`, 16);
}

/** Unix nanoseconds as a decimal string; what lies outside of 64 bits is moved to their edge. */
export function nanos(unixMs: number): string {
  if (!(unixMs > 0)) return '0';
  const most = 18_446_744_073_709;
  return `${BigInt(Math.round(Math.min(unixMs, most) * 1000)) * 1000n}`;
}

/** Attributes in the given order; what has no value is left out, and a number that is no integer is written as text. */
export function attributes(values: Readonly<Record<string, Plain>>): OtlpAttribute[] {
  const list: OtlpAttribute[] = [];
  for (const [key, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) list.push({ key, value: typed(value) });
  }
  return list;
}

function typed(value: Exclude<Plain, null | undefined>): OtlpValue {
  switch (typeof value) {
    case 'string':
      return { stringValue: value.toWellFormed() };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { stringValue: String(value) };
    default:
      return { arrayValue: { values: value.map(text => ({ stringValue: text.toWellFormed() })) } };
  }
}

/** The first `length` hex digits of a hash; never all zero, which would mean "no id". */
function digest(text: string, length: number): string {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, length);
  return /^0+$/.test(hex) ? `${'0'.repeat(length - 1)}1` : hex;
}
