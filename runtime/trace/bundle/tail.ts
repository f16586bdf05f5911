/**
 * Follows a bundle while it is being recorded: the same fold as offline, one batch of lines at a time.
 *
 * Watches the folder (a watch on the file goes deaf when it is replaced) and polls slowly in case the watch is blind, as on
 * some network drives. Lines count when their newline has arrived. A log that was replaced or cut short starts over.
 * Invariants: never strict; callbacks run one after another, and none after `close`; following keeps no process alive.
 */

import { closeSync, type FSWatcher, openSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { applyLine } from '../reducer/applyLine.ts';
import { createReducer, type Reducer } from '../reducer/reducer.ts';
import { TraceRefusal } from '../reducer/traceRefusal.ts';
import type { EntityKind } from '../timeline/columns.ts';
import { detectDialect } from '../upgrade/detect.ts';
import { filePayloads } from './filePayloads.ts';
import { GrowingFile } from './growingFile.ts';
import { LogLines } from './logLines.ts';
import { type Manifest, readManifest } from './manifest.ts';

export interface TailOptions {
  /** An entity of the graph was entered or changed. */
  onTouch?(kind: EntityKind, id: string): void;
  onFinding?(finding: Finding): void;
  /** Lines were applied; `graph` is the state after them. `caughtUp`: the end of the log was reached. */
  onBatch?(graph: Graph, batch: { readonly lines: number; readonly caughtUp: boolean }): void;
  /** Everything told before is void: the log is another one. Batches of the new graph follow. */
  onReset?(): void;
  /** The folder is no bundle yet, or not any more. Told once until it is one again. */
  onTrouble?(trouble: Error): void;
  /** How often the log is looked at without being told, ms. */
  readonly pollMs?: number;
}

export interface Tail {
  /** Nothing before the manifest could be read. Another object after `onReset`. */
  readonly graph: Graph | undefined;
  readonly manifest: Manifest | undefined;
  close(): void;
}

/** Longest stretch of work before others get their turn, ms. */
const sliceMs = 25;
/** Shortest time between two looks at the log, ms: many small appends become one batch. */
const gatherMs = 10;

export function tailBundle(bundle: string, options: TailOptions = {}): Tail {
  return new BundleTail(bundle, options);
}

class BundleTail implements Tail {
  readonly #bundle: string;
  readonly #options: TailOptions;
  readonly #log: GrowingFile;
  readonly #poll: NodeJS.Timeout;
  #lines = new LogLines();
  #reducer: Reducer | undefined;
  #watcher: FSWatcher | undefined;
  #next: NodeJS.Timeout | undefined;
  #lastLook = 0;
  #closed = false;
  #troubled = false;
  manifest: Manifest | undefined;

  constructor(bundle: string, options: TailOptions) {
    this.#bundle = bundle;
    this.#options = options;
    this.#log = new GrowingFile(join(bundle, 'trace.jsonl'));
    this.#poll = setInterval(() => this.#look(), options.pollMs ?? 750);
    this.#poll.unref();
    this.#schedule(0);
  }

  get graph(): Graph | undefined {
    return this.#reducer?.graph;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#poll);
    clearTimeout(this.#next);
    this.#unwatch();
    this.#log.close();
  }

  #schedule(delayMs: number): void {
    if (this.#closed || this.#next) return;
    this.#next = setTimeout(() => {
      this.#next = undefined;
      this.#look();
    }, delayMs);
  }

  /** Told by the watch. The first word is followed at once, the rest is gathered. */
  #hear(): void {
    this.#schedule(Math.max(0, this.#lastLook + gatherMs - performance.now()));
  }

  #look(): void {
    if (this.#closed) return;
    this.#lastLook = performance.now();
    this.#watch();
    try {
      this.#reducer ??= this.#begin();
      this.#troubled = false;
    } catch (error) {
      if (!(error instanceof TraceRefusal)) throw error;
      if (!this.#troubled) this.#options.onTrouble?.(error);
      this.#troubled = true;
      return;
    }
    this.#read(this.#reducer);
  }

  #read(reducer: Reducer): void {
    const until = performance.now() + sliceMs;
    let applied = 0;
    let caughtUp = false;
    while (!caughtUp && performance.now() < until) {
      const growth = this.#log.read();
      if (growth.type === 'restarted') {
        this.#reducer = undefined;
        // The folder may be another one as well.
        this.#unwatch();
        this.#options.onReset?.();
        this.#schedule(0);
        return;
      }
      caughtUp = growth.type === 'none';
      if (growth.type === 'none') break;
      for (const line of this.#lines.push(growth.bytes)) {
        applyLine(reducer, line);
        applied++;
      }
    }
    if (applied > 0 && !this.#closed) this.#options.onBatch?.(reducer.graph, { lines: applied, caughtUp });
    if (!caughtUp) this.#schedule(0);
  }

  #begin(): Reducer {
    const manifest = readManifest(this.#bundle);
    this.manifest = manifest;
    this.#lines = new LogLines();
    const { onTouch, onFinding } = this.#options;
    return createReducer({
      root: manifest,
      payloads: filePayloads(this.#bundle),
      strict: false,
      dialect: dialectOf(this.#bundle, manifest),
      ...(onTouch ? { onTouch } : {}),
      ...(onFinding ? { onFinding } : {}),
    });
  }

  #watch(): void {
    if (this.#watcher) return;
    try {
      const watcher = watch(this.#bundle, { persistent: false }, () => this.#hear());
      watcher.on('error', () => this.#unwatch());
      this.#watcher = watcher;
    } catch {
      // No folder yet, or no watches left: the poll goes on, and the next one tries again.
    }
  }

  #unwatch(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}

function dialectOf(bundle: string, manifest: Manifest) {
  let log: number;
  try {
    log = openSync(join(bundle, 'trace.jsonl'), 'r');
  } catch {
    throw new TraceRefusal(`open trace event log ${join(bundle, 'trace.jsonl')}`, ['it is not there yet']);
  }
  try {
    return detectDialect(manifest.schema_version, log);
  } finally {
    closeSync(log);
  }
}
