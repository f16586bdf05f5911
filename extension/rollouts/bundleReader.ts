/**
 * Reads a bundle into a graph in slices, and goes on where it stopped when the log has grown.
 *
 * Invariants: never holds the thread longer than a slice and one event; the same lines give the same graph as
 * `reduceBundle`; a line without its newline is not applied before `finish`, because its rest may be on the way.
 */

import { closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { filePayloads } from '../../runtime/trace/bundle/filePayloads.ts';
import { GrowingFile } from '../../runtime/trace/bundle/growingFile.ts';
import { LogLines } from '../../runtime/trace/bundle/logLines.ts';
import { logName, openLog } from '../../runtime/trace/bundle/openLog.ts';
import { readRolloutHead } from '../../runtime/trace/bundle/rolloutHead.ts';
import type { Finding } from '../../runtime/trace/finding.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import { applyLine } from '../../runtime/trace/reducer/applyLine.ts';
import { createReducer, type Reducer } from '../../runtime/trace/reducer/reducer.ts';
import { TraceRefusal } from '../../runtime/trace/reducer/traceRefusal.ts';
import type { EntityKind } from '../../runtime/trace/timeline/columns.ts';
import { detectDialect } from '../../runtime/trace/upgrade/detect.ts';
import { type Dialect, haveSameRules } from '../../runtime/trace/upgrade/dialect.ts';

const sliceMs = 20;
/** A log of up to so many bytes is searched in no time. */
const oftenSearched = 1 << 18;

export interface BundleReaderOptions {
  readonly onTouch: (kind: EntityKind, id: string) => void;
  readonly onFinding: (finding: Finding) => void;
}

/** Whose recording a log is, as far as it was searched, bytes. */
interface Recorder {
  readonly dialect: Dialect;
  readonly searched: number;
}

export class BundleReader {
  readonly #log: GrowingFile;
  readonly #reducer: Reducer;
  readonly #lines = new LogLines();
  readonly #recordedBy: () => Recorder;
  readonly #dialect: Dialect;
  /** Bytes of the log in which its dialect was looked for. */
  #searched: number;
  #replaced = false;

  private constructor(log: GrowingFile, reducer: Reducer, recordedBy: () => Recorder, first: Recorder) {
    this.#log = log;
    this.#reducer = reducer;
    this.#recordedBy = recordedBy;
    this.#dialect = first.dialect;
    this.#searched = first.searched;
  }

  /** Throws a `TraceRefusal` when the folder holds no bundle that can be read. */
  static open(bundle: string, options: BundleReaderOptions): BundleReader {
    const { manifest, findings } = readRolloutHead(bundle);
    const recordedBy = (): Recorder => {
      const log = openLog(bundle);
      try {
        return { searched: fstatSync(log).size, dialect: detectDialect(manifest.schema_version, log) };
      } finally {
        closeSync(log);
      }
    };
    const first = recordedBy();
    for (const finding of findings) options.onFinding(finding);
    const payloads = filePayloads(bundle);
    const reducer = createReducer({ root: manifest, payloads, strict: false, dialect: first.dialect, ...options });
    return new BundleReader(new GrowingFile(join(bundle, logName)), reducer, recordedBy, first);
  }

  get graph(): Graph {
    return this.#reducer.graph;
  }

  /** Whether the log goes on after what was read, or is not the one any more that was read. */
  news(): 'none' | 'grown' | 'restarted' {
    return this.#replaced ? 'restarted' : this.#log.look();
  }

  /**
   * Applies every whole line there is. `onProgress` gets the bytes that were read, between slices. Rejects with the reason
   * of `signal` when that aborts; what was applied stays.
   */
  async readOn(signal: AbortSignal, onProgress: (bytes: number) => void): Promise<void> {
    let sliceBegan = performance.now();
    for (;;) {
      signal.throwIfAborted();
      const growth = this.#log.read();
      this.#replaced ||= growth.type === 'restarted';
      if (growth.type !== 'grown') return this.#checkDialect();
      for (const line of this.#lines.push(growth.bytes)) {
        applyLine(this.#reducer, line);
        if (performance.now() - sliceBegan < sliceMs) continue;
        onProgress(this.#log.position);
        await setImmediate();
        signal.throwIfAborted();
        sliceBegan = performance.now();
      }
    }
  }

  /**
   * More of a log may show that another release wrote it, by whose rules it is to be read then. A long one is searched again
   * only when it has become much longer.
   */
  #checkDialect(): void {
    const { position } = this.#log;
    const isLittleMore = position >= this.#searched && position < this.#searched * 1.5;
    if (position === this.#searched || (position > oftenSearched && isLittleMore)) return;
    try {
      const { dialect } = this.#recordedBy();
      this.#searched = position;
      this.#replaced ||= !haveSameRules(dialect, this.#dialect);
    } catch (error) {
      // The log has just been taken away; what comes in its place is read anew.
      if (!(error instanceof TraceRefusal)) throw error;
    }
  }

  /** Nothing follows: a last line without a newline counts, or is complained about. */
  finish(): void {
    for (const line of this.#lines.end()) applyLine(this.#reducer, line);
    this.#reducer.finish();
  }

  /** May be called more than once. */
  close(): void {
    this.#log.close();
  }
}
