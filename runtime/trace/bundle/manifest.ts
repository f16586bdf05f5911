/**
 * `manifest.json`: who was recorded, when, and by which schema (trace-format §1).
 *
 * Every field is mandatory, unknown ones are passed over. File names in it are not followed: the log is always
 * `trace.jsonl`, and a payload says its own path.
 */

import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../base/json.ts';
import { parseExact } from '../reducer/exactJson.ts';
import { jsonFault, parseJson, wholeNumber } from '../reducer/readJson.ts';
import { TraceRefusal } from '../reducer/traceRefusal.ts';
import { fieldFault, fieldList, natural, type Shape, text, usualObject, whole } from '../shape.ts';
import { fileFault } from './fileFault.ts';
import { limits } from './limits.ts';
import { openPlainFile } from './plainFile.ts';

const manifestFields = {
  schema_version: natural,
  trace_id: text(),
  rollout_id: text(),
  root_thread_id: text(),
  started_at_unix_ms: whole,
  raw_event_log: text(),
  payloads_dir: text(),
};
export type Manifest = Shape<typeof manifestFields>;

/** The manifest is there, but says nothing that can be relied on. */
export class BrokenManifest extends TraceRefusal {}

/** The newest schema that is known; the one before it is read as well. */
export const newestSchema = 2;

/** Throws a `TraceRefusal` that says what is wrong with the folder or its manifest. */
export function readManifest(bundle: string): Manifest {
  const path = join(bundle, 'manifest.json');
  const bytes = readFile(path);
  const refuse = (cause: string) => new BrokenManifest(`read ${path}`, [cause]);
  let value: unknown;
  try {
    parseJson(bytes);
    // The reference takes the list of the values as well.
    value = usualObject(JSON.parse(bytes.toString('utf8'), wholeNumber), fieldList(manifestFields));
  } catch (error) {
    throw refuse(jsonReason(error, bytes));
  }
  if (!isRecord(value)) throw refuse('not a JSON object');
  const fault = fieldFault(value, manifestFields) ?? schemaFault(value) ?? repeatFault(bytes);
  if (fault) throw refuse(fault);
  // Every field of the shape has been checked above.
  return value as unknown as Manifest;
}

/** What is wrong with its text, for whoever looks into the file. */
function jsonReason(error: unknown, bytes: Buffer): string {
  if (!(error instanceof SyntaxError)) return jsonFault(error);
  const text = bytes.toString('utf8');
  if (text.trim() === '') return 'it is empty';
  const [, position, line, column] = /at position (\d+) \(line (\d+) column (\d+)\)/.exec(error.message) ?? [];
  if (/^Unexpected end/.test(error.message) || Number(position) >= text.length) return 'it is cut off before its end';
  return line === undefined ? 'it is no JSON' : `it is no JSON from line ${line}, column ${column} on`;
}

function schemaFault({ schema_version: schema }: Record<string, unknown>): string | undefined {
  return Number(schema) > 0xffff_ffff ? `\`schema_version\` must be a number of 32 bits, got ${schema}` : undefined;
}

function repeatFault(bytes: Buffer): string | undefined {
  let repeated: string | undefined;
  parseExact(bytes.toString('utf8'), (key, path) => {
    if (path.length === 0 && Object.hasOwn(manifestFields, key)) repeated ??= key;
  });
  return repeated === undefined ? undefined : `\`${repeated}\` is there twice`;
}

/** What can be used of a manifest that is not whole. */
export function readManifestFields(bundle: string): Partial<Manifest> {
  let value: unknown;
  try {
    value = JSON.parse(
      readFile(join(bundle, 'manifest.json'))
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  } catch {
    return {};
  }
  if (!isRecord(value)) return {};
  const usable: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(manifestFields)) {
    if (value[name] !== undefined && field.fault(value[name]) === undefined) usable[name] = value[name];
  }
  // Every field has been checked above.
  return usable as Partial<Manifest>;
}

function readFile(path: string): Buffer {
  let opened: ReturnType<typeof openPlainFile>;
  try {
    opened = openPlainFile(path);
  } catch (error) {
    throw new TraceRefusal(`${path} cannot be read: this folder is not a rollout bundle, or it was moved`, [
      fileFault(error),
    ]);
  }
  const { file, size } = opened;
  try {
    if (size > limits.manifestBytes) {
      throw new TraceRefusal(`read ${path}`, [`it has ${size} bytes; ${limits.manifestBytes} are read at most`]);
    }
    const bytes = Buffer.alloc(size);
    let filled = 0;
    for (let read = 1; read > 0 && filled < size; filled += read)
      read = readSync(file, bytes, filled, size - filled, filled);
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}
