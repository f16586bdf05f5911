/**
 * The folder of a bundle: its name, its manifest, its payload paths (trace-format §1).
 *
 * Invariant: a bundle's folder is made exclusively, so two windows on one root can never write into each other's.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from './makeFolder.ts';

export const BUNDLE_SCHEMA_VERSION = 2;
export const EVENT_LOG = 'trace.jsonl';
const PAYLOADS_DIR = 'payloads';

/** `manifest.json`, in the order in which the fields are written. */
export interface Manifest {
  readonly schema_version: number;
  readonly trace_id: string;
  readonly rollout_id: string;
  readonly root_thread_id: string;
  readonly started_at_unix_ms: number;
  readonly raw_event_log: string;
  readonly payloads_dir: string;
}

export function newManifest(traceId: string, rootThreadId: string, startedAtMs: number): Manifest {
  return {
    schema_version: BUNDLE_SCHEMA_VERSION,
    trace_id: traceId,
    rollout_id: rootThreadId,
    root_thread_id: rootThreadId,
    started_at_unix_ms: startedAtMs,
    raw_event_log: EVENT_LOG,
    payloads_dir: PAYLOADS_DIR,
  };
}

export function bundleName(manifest: Manifest): string {
  return `trace-${manifest.trace_id}-${manifest.root_thread_id}`;
}

/** Where payload N lives, relative to the bundle. */
export function payloadPath(number: number): string {
  return `${PAYLOADS_DIR}/${number}.json`;
}

/** Payloads and manifest are JSON with two spaces and no newline at the end. */
export function payloadText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/**
 * Makes the folder with its manifest, an empty log and an empty payload folder: a whole bundle, that a killed host may
 * leave as it is. Throws when it is there already or cannot be made.
 */
export async function createBundleFolder(root: string, manifest: Manifest): Promise<string> {
  const folder = join(root, bundleName(manifest));
  await makeFolder(root);
  await mkdir(folder);
  await mkdir(join(folder, PAYLOADS_DIR));
  await writeFile(join(folder, EVENT_LOG), '', { flag: 'wx' });
  await writeFile(join(folder, 'manifest.json'), payloadText(manifest), { flag: 'wx' });
  return folder;
}
