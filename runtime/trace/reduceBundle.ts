/**
 * A bundle's folder to its graph, offline: manifest, log, payloads, one fold.
 */

import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { filePayloads } from './bundle/filePayloads.ts';
import { LogLines } from './bundle/logLines.ts';
import { knownSchemas, type Manifest, readManifest } from './bundle/manifest.ts';
import type { Finding } from './finding.ts';
import type { Graph, RolloutTrace } from './model.ts';
import { applyLine } from './reducer/applyLine.ts';
import { createReducer } from './reducer/reducer.ts';
import { toState } from './reducer/state.ts';
import { TraceRefusal } from './reducer/traceRefusal.ts';
import type { EntityKind } from './timeline/columns.ts';
import { detectDialect } from './upgrade/detect.ts';
import type { Dialect } from './upgrade/dialect.ts';

export interface ReduceOptions {
  /** Refuse what the recording release refuses; default false: read what can be read and tell the rest as findings. */
  readonly strict?: boolean;
  onTouch?(kind: EntityKind, id: string): void;
}

export interface ReducedBundle {
  readonly manifest: Manifest;
  readonly dialect: Dialect;
  readonly graph: Graph;
  /** What could not be read, in the order of the log; empty when strict. */
  readonly findings: readonly Finding[];
  /** The file form; entities are shared with the graph. */
  state(): RolloutTrace;
}

const pieceBytes = 1 << 20;

/** Throws a `TraceRefusal` when there is no readable bundle, and when strict also for what the reference refuses. */
export function reduceBundle(bundle: string, options: ReduceOptions = {}): ReducedBundle {
  const strict = options.strict ?? false;
  const manifest = readManifest(bundle);
  const findings: Finding[] = [];
  const future = !knownSchemas.includes(manifest.schema_version);
  if (future) {
    const message = `this bundle has schema ${manifest.schema_version}; this version of Cellscope reads up to schema 2`;
    if (strict)
      throw new TraceRefusal(`${message}. Update Cellscope, or open it without --strict to see what can be read`);
    findings.push({
      severity: 'warning',
      code: 'schema-newer',
      message: `${message}: what can be read is shown. Update Cellscope to see the rest`,
      file: 'manifest.json',
      refs: [],
    });
  }
  const log = openLog(bundle);
  try {
    const dialect = detectDialect(manifest.schema_version, log);
    const reducer = createReducer({
      root: manifest,
      payloads: filePayloads(bundle),
      strict,
      dialect,
      onFinding: finding => findings.push(finding),
      ...(options.onTouch ? { onTouch: options.onTouch } : {}),
    });
    const lines = new LogLines();
    for (const piece of pieces(log)) for (const line of lines.push(piece)) applyLine(reducer, line);
    for (const line of lines.end()) applyLine(reducer, line);
    const graph = reducer.finish();
    return { manifest, dialect, graph, findings, state: () => toState(graph) };
  } finally {
    closeSync(log);
  }
}

function openLog(bundle: string): number {
  const path = join(bundle, 'trace.jsonl');
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new TraceRefusal(`open trace event log ${path}`, [error instanceof Error ? error.message : String(error)]);
  }
}

/** The log in pieces; each is valid until the next. */
function* pieces(log: number): Generator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (let at = 0; ; ) {
    const read = readSync(log, buffer, 0, buffer.length, at);
    if (read === 0) return;
    at += read;
    yield buffer.subarray(0, read);
  }
}
