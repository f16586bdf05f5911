/**
 * Who was recorded, and when: as the manifest says; where it does not, as the beginning of the event log does.
 *
 * Not for strict reduction, which refuses a bundle without a whole manifest. Invariant: a bundle with one readable event
 * has a head; what the manifest could not tell is a finding.
 */

import { closeSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RawEvent } from '../events.ts';
import type { Finding } from '../finding.ts';
import { parseEvent } from '../parseEvent.ts';
import { TraceRefusal } from '../reducer/traceRefusal.ts';
import { LogLines } from './logLines.ts';
import { BrokenManifest, type Manifest, newestSchema, readManifest, readManifestFields } from './manifest.ts';
import { openLog } from './openLog.ts';

export interface RolloutHead {
  readonly manifest: Manifest;
  readonly findings: readonly Finding[];
}

/** This much of the log is looked through for its first events, bytes. */
const headBytes = 1024 * 1024;

/** Throws a `TraceRefusal` when neither the manifest nor the log says anything. */
export function readRolloutHead(bundle: string): RolloutHead {
  try {
    const manifest = readManifest(bundle);
    return {
      manifest,
      findings: manifest.schema_version > newestSchema ? [newerFinding(manifest.schema_version)] : [],
    };
  } catch (error) {
    if (!(error instanceof TraceRefusal)) throw error;
    return headOfLog(bundle, error);
  }
}

export function newerText(schema: number): string {
  return `this version of Cellscope reads up to schema ${newestSchema}; update it to read schema ${schema} in full`;
}

function newerFinding(schema: number): Finding {
  const message = `what can be read is shown: ${newerText(schema)}`;
  return { severity: 'warning', code: 'schema-newer', message, file: 'manifest.json', refs: [] };
}

function headOfLog(bundle: string, refusal: TraceRefusal): RolloutHead {
  const told = readManifestFields(bundle);
  const { first, started } = firstEvents(bundle);
  if (!first && told.rollout_id === undefined) throw nothingTold(bundle, refusal);
  const rolloutId = told.rollout_id ?? first?.rollout_id ?? '';
  const named = /^trace-([\da-f-]{36})-([\da-f-]{36})$/i.exec(basename(bundle));
  const reason = refusal.causes.join(': ') || refusal.message;
  return {
    manifest: {
      schema_version: first?.schema_version ?? newestSchema,
      rollout_id: rolloutId,
      trace_id: started?.trace_id ?? named?.[1] ?? '',
      root_thread_id: started?.root_thread_id ?? rolloutId,
      started_at_unix_ms: first?.wall_time_unix_ms ?? 0,
      raw_event_log: 'trace.jsonl',
      payloads_dir: 'payloads',
      ...told,
    },
    findings: [
      {
        severity: 'error',
        code: 'manifest-unreadable',
        message: `the manifest cannot be used (${reason}); the rollout is shown all the same, with ids and start from the event log`,
        file: 'manifest.json',
        refs: [],
      },
    ],
  };
}

/** A folder without a manifest is no bundle; with a broken one, and a log that says nothing, it is one that is lost. */
function nothingTold(bundle: string, refusal: TraceRefusal): TraceRefusal {
  if (!(refusal instanceof BrokenManifest)) return refusal;
  const path = join(bundle, 'manifest.json');
  return new TraceRefusal(
    `${path} cannot be used, and no event of the log can be read: nothing of the rollout can be shown`,
    refusal.causes,
  );
}

interface FirstEvents {
  readonly first?: RawEvent;
  readonly started?: Extract<RawEvent['payload'], { type: 'rollout_started' }>;
}

function firstEvents(bundle: string): FirstEvents {
  let first: RawEvent | undefined;
  for (const { text } of new LogLines().push(beginningOf(bundle))) {
    const parsed = parseEvent(text.replace(/^\ufeff/, ''));
    if (!parsed.ok) continue;
    first ??= parsed.event;
    if (parsed.event.payload.type === 'rollout_started') return { first, started: parsed.event.payload };
  }
  return first ? { first } : {};
}

/** Ends with a newline, so that a log of one line without one has a line. */
function beginningOf(bundle: string): Buffer {
  let log: number;
  try {
    log = openLog(bundle);
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const head = Buffer.alloc(headBytes);
    return Buffer.concat([head.subarray(0, readSync(log, head, 0, headBytes, 0)), Buffer.from('\n')]);
  } finally {
    closeSync(log);
  }
}
