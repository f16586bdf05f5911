/**
 * Reads a bundle into a graph in slices, and goes on where it stopped when the log has grown.
 *
 * Invariants: never holds the thread longer than a slice and one event; the same lines give the same graph as
 * `reduceBundle`; a line without its newline is not applied before `finish`, because its rest may be on the way.
 */

import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { filePayloads } from '../../runtime/trace/bundle/filePayloads.ts';
import { LogLines } from '../../runtime/trace/bundle/logLines.ts';
import { newestSchema, readManifest } from '../../runtime/trace/bundle/manifest.ts';
import type { Finding } from '../../runtime/trace/finding.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import { applyLine } from '../../runtime/trace/reducer/applyLine.ts';
import { createReducer, type Reducer } from '../../runtime/trace/reducer/reducer.ts';
import { TraceRefusal } from '../../runtime/trace/reducer/traceRefusal.ts';
import type { EntityKind } from '../../runtime/trace/timeline/columns.ts';
import { detectDialect } from '../../runtime/trace/upgrade/detect.ts';

const sliceMs = 20;
const pieceBytes = 1 << 16;

export interface BundleReaderOptions {
  readonly onTouch: (kind: EntityKind, id: string) => void;
  readonly onFinding: (finding: Finding) => void;
}

export class BundleReader {
  readonly #log: FileHandle;
  readonly #reducer: Reducer;
  readonly #lines = new LogLines();
  readonly #buffer = Buffer.allocUnsafe(pieceBytes);
  #at = 0;
  #closed: Promise<void> | undefined;

  private constructor(log: FileHandle, reducer: Reducer) {
    this.#log = log;
    this.#reducer = reducer;
  }

  /** Rejects with a `TraceRefusal` when the folder holds no bundle that can be read. */
  static async open(bundle: string, options: BundleReaderOptions): Promise<BundleReader> {
    const manifest = readManifest(bundle);
    if (manifest.schema_version > newestSchema) {
      const message = `This bundle has schema ${manifest.schema_version}, newer than what is understood here: what can be read is shown. Update Cellscope to see the rest.`;
      options.onFinding({ severity: 'warning', code: 'schema-newer', message, file: 'manifest.json', refs: [] });
    }
    const path = join(bundle, 'trace.jsonl');
    const log = await open(path, 'r').catch((error: Error) => {
      throw new TraceRefusal(`${path} cannot be read: the rollout has lost its event log`, [error.message]);
    });
    const dialect = detectDialect(manifest.schema_version, log.fd);
    const reducer = createReducer({
      root: manifest,
      payloads: filePayloads(bundle),
      strict: false,
      dialect,
      ...options,
    });
    return new BundleReader(log, reducer);
  }

  get graph(): Graph {
    return this.#reducer.graph;
  }

  /** Bytes of the log that were read. */
  get position(): number {
    return this.#at;
  }

  /** What is on disk: bytes of the log, and when it was last written (unix ms). */
  async extent(): Promise<{ readonly bytes: number; readonly changedAtMs: number }> {
    const { size, mtimeMs } = await this.#log.stat();
    return { bytes: size, changedAtMs: mtimeMs };
  }

  /**
   * Applies every whole line there is. `onProgress` gets 0..1 between slices. Rejects with the reason of `signal` when
   * that aborts; what was applied stays.
   */
  async readOn(signal: AbortSignal, onProgress: (fraction: number) => void): Promise<void> {
    let { bytes: total } = await this.extent();
    let sliceBegan = performance.now();
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await this.#log.read(this.#buffer, 0, pieceBytes, this.#at);
      if (bytesRead === 0) return;
      this.#at += bytesRead;
      for (const line of this.#lines.push(this.#buffer.subarray(0, bytesRead))) {
        applyLine(this.#reducer, line);
        if (performance.now() - sliceBegan < sliceMs) continue;
        total = Math.max(total, this.#at);
        onProgress(this.#at / total);
        await setImmediate();
        signal.throwIfAborted();
        sliceBegan = performance.now();
      }
    }
  }

  /** Nothing follows: a last line without a newline counts, or is complained about. */
  finish(): void {
    for (const line of this.#lines.end()) applyLine(this.#reducer, line);
    this.#reducer.finish();
  }

  /** May be called more than once. */
  close(): Promise<void> {
    this.#closed ??= this.#log.close().catch(() => {});
    return this.#closed;
  }
}
