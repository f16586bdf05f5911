/**
 * Writes a bundle in the dialect of one release. Knows envelopes, payload files and ids; the story is `rollout.ts`.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What tells the recordings of one release from those of another (trace-format §0). */
export interface Release {
  readonly version: string;
  readonly schema: 1 | 2;
  readonly cacheWrites: boolean;
  readonly upstreamId: boolean;
  readonly correlates: boolean;
  readonly stdinTargets: boolean;
  readonly splitOutputs: boolean;
  readonly runtimeKind: boolean;
  readonly execCalls: boolean;
}

const versions = ['0.125.0', '0.134.0', '0.150.0', '0.164.0', '0.165.0', '0.166.0', '0.169.0'];

export const releases: readonly Release[] = versions.map((version, rank) => {
  const from = (first: string) => rank >= versions.indexOf(first);
  return {
    version,
    schema: from('0.165.0') ? 2 : 1,
    cacheWrites: from('0.150.0'),
    upstreamId: from('0.134.0'),
    correlates: from('0.134.0'),
    stdinTargets: from('0.164.0'),
    splitOutputs: !from('0.164.0'),
    runtimeKind: from('0.166.0'),
    execCalls: from('0.169.0'),
  };
});

export interface Item {
  readonly type: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

export class GoldenWriter {
  readonly traceId = '0193a0c0-0000-4000-8000-0000000000ff';
  readonly #folder: string;
  readonly #release: Release;
  readonly #rootId: string;
  readonly #lines: string[] = [];
  #payloads = 0;
  threadId: string;
  turnId: string | null = null;

  constructor(folder: string, release: Release, rootId: string) {
    mkdirSync(join(folder, 'payloads'), { recursive: true });
    this.#folder = folder;
    this.#release = release;
    this.#rootId = rootId;
    this.threadId = rootId;
    const manifest = {
      schema_version: release.schema,
      trace_id: this.traceId,
      rollout_id: rootId,
      root_thread_id: rootId,
      started_at_unix_ms: this.#now(0),
      raw_event_log: 'trace.jsonl',
      payloads_dir: 'payloads',
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
  }

  #now(seq: number): number {
    return 1_733_000_000_000 + seq * 10;
  }

  payload(kind: string, value: unknown): object {
    const number = ++this.#payloads;
    const path = `payloads/${number}.json`;
    writeFileSync(join(this.#folder, path), JSON.stringify(value, null, 2));
    return { raw_payload_id: `raw_payload:${number}`, kind: { type: kind }, path };
  }

  /** An item as the release sends it: schema 1 knew no ids. */
  item(item: Item): object {
    const { id, ...rest } = item;
    return this.#release.schema === 1 ? rest : { ...rest, id };
  }

  event(type: string, fields: object, inTurn = true): void {
    const seq = this.#lines.length + 1;
    const envelope = {
      schema_version: this.#release.schema,
      seq,
      wall_time_unix_ms: this.#now(seq),
      rollout_id: this.#rootId,
      thread_id: inTurn ? this.threadId : null,
      codex_turn_id: inTurn ? this.turnId : null,
      payload: { type, ...fields },
    };
    this.#lines.push(JSON.stringify(envelope));
  }

  startThread(id: string, nickname: string | null, source: unknown): void {
    const metadata = {
      thread_id: id,
      agent_path: '/root',
      task_name: null,
      nickname,
      agent_role: null,
      session_source: source,
      cwd: '/orchard',
      model: 'golden-model',
      provider_name: 'OpenAI',
    };
    const fields = { thread_id: id, agent_path: '/root', metadata_payload: this.payload('session_metadata', metadata) };
    this.event('thread_started', fields, false);
  }

  beginTurn(id: string): void {
    this.turnId = id;
    this.event('codex_turn_started', { codex_turn_id: id, thread_id: this.threadId });
  }

  endTurn(status: string): void {
    this.event('codex_turn_ended', { codex_turn_id: this.turnId, status });
    this.turnId = null;
  }

  close(): void {
    if (this.#release.version === '0.169.0') this.event('recording_completed', {}, false);
    writeFileSync(join(this.#folder, 'trace.jsonl'), this.#lines.map(line => `${line}\n`).join(''));
  }
}
