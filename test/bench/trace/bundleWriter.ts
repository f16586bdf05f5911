/**
 * Writes bundles for benchmarks, as fast as the disk takes them: no recorder, no clock, the same bytes every time.
 */

import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export const threadId = '0190b5d0-0000-7000-8000-000000000001';
const traceId = '0190b5d0-0000-4000-8000-0000000000aa';
const startedAt = 1_700_000_000_000;

export interface Reference {
  raw_payload_id: string;
  kind: { type: string };
  path: string;
}

export class BundleWriter {
  readonly #folder: string;
  readonly #log: number;
  #lines: string[] = [];
  #seq = 0;
  #payloads = 0;
  turnId: string | null = null;

  constructor(folder: string) {
    mkdirSync(join(folder, 'payloads'), { recursive: true });
    const manifest = {
      schema_version: 2,
      trace_id: traceId,
      rollout_id: threadId,
      root_thread_id: threadId,
      started_at_unix_ms: startedAt,
      raw_event_log: 'trace.jsonl',
      payloads_dir: 'payloads',
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
    this.#folder = folder;
    this.#log = openSync(join(folder, 'trace.jsonl'), 'w');
  }

  get events(): number {
    return this.#seq;
  }

  /** Writes a payload file; `text` stands for JSON that was put together by hand. */
  payload(kind: string, value: unknown, text?: string): Reference {
    const number = ++this.#payloads;
    const path = `payloads/${number}.json`;
    writeFileSync(join(this.#folder, path), text ?? JSON.stringify(value, null, 2));
    return { raw_payload_id: `raw_payload:${number}`, kind: { type: kind }, path };
  }

  event(type: string, fields: Record<string, unknown>, inTurn = true): void {
    const seq = ++this.#seq;
    this.#lines.push(
      JSON.stringify({
        schema_version: 2,
        seq,
        wall_time_unix_ms: startedAt + seq,
        rollout_id: threadId,
        thread_id: inTurn ? threadId : null,
        codex_turn_id: inTurn ? this.turnId : null,
        payload: { type, ...fields },
      }),
    );
    if (this.#lines.length >= 512) this.#flush();
  }

  #flush(): void {
    writeSync(this.#log, this.#lines.map(line => `${line}\n`).join(''));
    this.#lines = [];
  }

  open(): void {
    this.event('rollout_started', { trace_id: traceId, root_thread_id: threadId }, false);
    const metadata = this.payload('session_metadata', {
      thread_id: threadId,
      agent_path: '/root',
      model: 'bench-model',
    });
    this.event('thread_started', { thread_id: threadId, agent_path: '/root', metadata_payload: metadata }, false);
  }

  close(): void {
    this.turnId = null;
    this.event('thread_ended', { thread_id: threadId, status: 'completed' }, false);
    this.event('rollout_ended', { status: 'completed' }, false);
    this.event('recording_completed', {}, false);
    this.#flush();
    closeSync(this.#log);
  }
}
