/**
 * The payloads of a rollout as a saved page carries them: bounded, laid out, redacted, in compressed blocks of about a
 * megabyte each, so that the page unpacks what somebody opens and no more.
 *
 * Invariants: reads inside the bundle only; each payload gets the same share, so none is left out because another is large.
 */

import { gzipSync } from 'node:zlib';
import { asId } from '../base/ids.ts';
import { isRecord } from '../base/json.ts';
import { filePayloads } from '../trace/bundle/filePayloads.ts';
import type { PayloadSource } from '../trace/bundle/payloadSource.ts';
import type { PayloadRef } from '../trace/events.ts';
import type { Graph, RawPayload } from '../trace/model.ts';
import type { PayloadResult } from '../viewer/messages.ts';
import { PAYLOAD_TEXT_LIMIT, payloadText } from '../viewer/payloadText.ts';
import type { PayloadPlace } from '../viewer/savedLines.ts';
import type { Redactor } from './redactor.ts';

/** Characters of all payloads together, about; each has at least `leastText`. */
const allText = 64 << 20;
const leastText = 4 << 10;
const blockText = 1 << 20;
/** Larger files are not parsed, only their beginning goes in, bytes. */
const parsedBytes = 8 << 20;

export interface SavedPayloads {
  /** Each is gzip in base64 of a JSON list of results. */
  readonly blocks: readonly string[];
  readonly places: ReadonlyMap<string, PayloadPlace>;
  /** Bytes of the files. */
  readonly bytes: number;
  readonly shortened: number;
  readonly unreadable: number;
}

export const noPayloads: SavedPayloads = { blocks: [], places: new Map(), bytes: 0, shortened: 0, unreadable: 0 };

export function savedPayloads(
  bundle: string,
  graph: Graph,
  redactor: Redactor,
  onProgress: (done: number) => void = () => {},
): SavedPayloads {
  const source = filePayloads(bundle);
  const limit = Math.min(PAYLOAD_TEXT_LIMIT, Math.max(leastText, Math.floor(allText / graph.raw_payloads.size)));
  const blocks: string[] = [];
  const places = new Map<string, PayloadPlace>();
  const counts = { bytes: 0, shortened: 0, unreadable: 0 };
  let block: PayloadResult[] = [];
  let text = 0;
  const close = () => {
    if (block.length > 0) blocks.push(gzipSync(JSON.stringify(block)).toString('base64'));
    block = [];
    text = 0;
  };
  for (const [id, payload] of graph.raw_payloads) {
    const result = readOne(source, payload, limit, redactor);
    if (result.ok) {
      counts.bytes += result.bytes;
      counts.shortened += result.cut ? 1 : 0;
      text += result.text.length;
    } else counts.unreadable++;
    places.set(id, { block: blocks.length, at: block.push(result) - 1 });
    if (text >= blockText) close();
    onProgress(places.size / graph.raw_payloads.size);
  }
  close();
  return { blocks, places, ...counts };
}

export interface Folders {
  /** Where sessions and commands of the rollout say they ran. */
  readonly workspaces: readonly string[];
  /** Where the agent kept its own files. */
  readonly homes: readonly string[];
}

export function foldersOf(bundle: string, graph: Graph): Folders {
  const workspaces = new Set<string>();
  const homes = new Set<string>();
  for (const { request } of graph.terminal_operations.values()) {
    if (request.type === 'exec_command') workspaces.add(request.cwd);
  }
  const source = filePayloads(bundle);
  for (const payload of graph.raw_payloads.values()) {
    if (payload.kind.type !== 'session_metadata') continue;
    try {
      const metadata: unknown = JSON.parse(source.read(refOf(payload)).toString());
      if (!isRecord(metadata)) continue;
      if (typeof metadata.cwd === 'string') workspaces.add(metadata.cwd);
      const kept = typeof metadata.rollout_path === 'string' && /^(.+?)[\\/]sessions[\\/]/.exec(metadata.rollout_path);
      if (kept && kept[1] !== undefined) homes.add(kept[1]);
    } catch {
      // What cannot be read names no folder.
    }
  }
  return { workspaces: [...workspaces], homes: [...homes] };
}

function readOne(source: PayloadSource, payload: RawPayload, limit: number, redactor: Redactor): PayloadResult {
  try {
    return shown(source.read(refOf(payload)), limit, redactor);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: redactor.text(`This payload could not be read when the file was saved: ${reason}`) };
  }
}

function shown(bytes: Buffer, limit: number, redactor: Redactor): PayloadResult {
  const large = bytes.length > parsedBytes;
  const text = new TextDecoder().decode(large ? bytes.subarray(0, limit * 4) : bytes);
  const value = large ? undefined : parsed(text);
  if (value === undefined) {
    const told = redactor.text(text);
    return { ok: true, text: told.slice(0, limit), bytes: bytes.length, cut: large || told.length > limit };
  }
  const result = payloadText(Buffer.from(JSON.stringify(redactor.value(value))), limit);
  return result.ok ? { ...result, bytes: bytes.length } : result;
}

function refOf({ raw_payload_id, kind, path }: RawPayload): PayloadRef {
  return { raw_payload_id: asId(raw_payload_id), kind, path };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
