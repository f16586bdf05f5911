/**
 * The beginning of a payload file, for a person who asks to see it.
 *
 * Invariants: never reads outside the bundle, whatever the path in the log says; never more than asked for.
 */

import { open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { PayloadResult } from '../../runtime/viewer/messages.ts';
import { payloadText } from '../../runtime/viewer/payloadText.ts';

/** Larger files are not laid out anew; only their beginning is shown, bytes. */
const wholeBytes = 8 * 1024 * 1024;
const beginBytes = 1024 * 1024;

/** As a viewer shows it: laid out, long texts in it shortened. Never rejects. */
export async function readPayload(bundle: string, path: string): Promise<PayloadResult> {
  try {
    const { bytes, size } = await readBegin(bundle, path, size => (size > wholeBytes ? beginBytes : size));
    const shown = payloadText(bytes);
    return shown.ok ? { ...shown, bytes: size, cut: shown.cut || bytes.length < size } : shown;
  } catch (error) {
    return fault(path, error);
  }
}

/** `path` is the one the log names, relative to the bundle. Never rejects. */
export async function readPayloadFile(bundle: string, path: string, mostBytes: number): Promise<PayloadResult> {
  try {
    const { bytes, size } = await readBegin(bundle, path, size => Math.min(size, mostBytes));
    const cut = bytes.length < size;
    // A cut may fall into a character; the decoder holds such bytes back.
    return { ok: true, text: new TextDecoder().decode(bytes, { stream: cut }), bytes: size, cut };
  } catch (error) {
    return fault(path, error);
  }
}

async function readBegin(bundle: string, path: string, most: (size: number) => number) {
  const file = await open(await inside(bundle, path), 'r');
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(most(size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return { bytes: buffer.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
}

function fault(path: string, error: unknown): PayloadResult {
  return { ok: false, message: `The payload ${path} cannot be shown: ${reason(error)}.` };
}

async function inside(bundle: string, path: string): Promise<string> {
  if (isAbsolute(path)) throw new Error('its path leads out of the bundle');
  const [root, file] = await Promise.all([realpath(bundle), realpath(join(bundle, path))]);
  const way = relative(root, file);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
    throw new Error('its path leads out of the bundle');
  return file;
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ENOENT' ? 'the file is missing' : error.message;
}
