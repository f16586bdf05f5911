/**
 * The official OTLP definition (the generated protobuf code that the OpenTelemetry project published) as a strict
 * receiver of the JSON encoding: what it does not know is refused, where real receivers pass over it.
 *
 * Facts of the JSON encoding: trace and span ids are hex, other names are in camel case, 64-bit integers are text (or
 * numbers), enums are numbers. Leaves out what a definition cannot say: parents, order of times.
 */

import { isDeepStrictEqual } from 'node:util';
import definitions from 'otlp-definitions/build/src/generated/root.js';
import { isRecord } from '../../runtime/base/json.ts';

interface Message {
  fromObject(value: unknown): unknown;
  verify(message: unknown): string | null;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
  toObject(message: unknown, options: Readonly<Record<string, unknown>>): unknown;
}

const { opentelemetry } = definitions as unknown as {
  readonly opentelemetry: {
    readonly proto: {
      readonly collector: { readonly trace: { readonly v1: { readonly ExportTraceServiceRequest: Message } } };
    };
  };
};
const request = opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;

const idBytes: Readonly<Record<string, number>> = { traceId: 16, spanId: 8, parentSpanId: 8 };
const unsigned64 = new Set(['startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano']);

/** Takes a request as a collector does: through the definition to bytes and back. Throws for what it would not keep. */
export function takeOtlp(json: unknown): void {
  const value = fromJson(json, '');
  const message = request.fromObject(value);
  const wrong = request.verify(message);
  if (wrong !== null) throw new Error(wrong);
  const back = request.toObject(request.decode(request.encode(message).finish()), { longs: String });
  const lost = difference(plain(value), plain(back), '');
  if (lost !== undefined) throw new Error(`the definition does not keep ${lost}`);
}

/** Ids as bytes; everything that the definition would silently make fit is refused here. */
function fromJson(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((each, index) => fromJson(each, `${path}/${index}`));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const at = `${path}/${key}`;
      const length = idBytes[key];
      if (length !== undefined) return [key, bytesOf(each, length, at)];
      if (unsigned64.has(key)) return [key, integer(each, 0n, 2n ** 64n - 1n, at)];
      if (key === 'intValue') return [key, integer(each, -(2n ** 63n), 2n ** 63n - 1n, at)];
      if (typeof each === 'string' && !each.isWellFormed()) throw new Error(`${at} is no well-formed text`);
      return [key, fromJson(each, at)];
    }),
  );
}

function bytesOf(value: unknown, length: number, at: string): Buffer {
  if (typeof value !== 'string' || !/^[0-9a-f]+$/i.test(value) || value.length !== length * 2)
    throw new Error(`${at} is no id of ${length} bytes in hex`);
  if (/^0+$/.test(value)) throw new Error(`${at} is the id of nothing`);
  return Buffer.from(value, 'hex');
}

function integer(value: unknown, least: bigint, most: bigint, at: string): string {
  const whole = typeof value === 'string' ? /^-?\d+$/.test(value) : Number.isSafeInteger(value);
  const number = whole ? BigInt(value as string | number) : null;
  if (number === null || number < least || number > most) throw new Error(`${at} is no 64-bit integer`);
  return String(number);
}

/** Comparable: bytes as hex, numbers as text, and without empty lists, which have no bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => !(Array.isArray(each) && each.length === 0))
      .map(([key, each]) => [key, plain(each)]),
  );
}

/** Where two values part, as a path. */
function difference(one: unknown, other: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(one, other)) return undefined;
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return `${path}: ${JSON.stringify(one)} became ${JSON.stringify(other)}`;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [left, right] = [one, other].map(each => (each as Readonly<Record<string, unknown>>)[key]);
    const found = difference(left, right, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return path;
}
