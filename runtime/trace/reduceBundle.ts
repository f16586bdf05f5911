/**
 * A bundle's folder to its graph, offline: manifest, log, payloads, one fold.
 */

import { closeSync, fstatSync, readSync } from 'node:fs';
import { fileFault } from './bundle/fileFault.ts';
import { filePayloads } from './bundle/filePayloads.ts';
import { LogLines } from './bundle/logLines.ts';
import { type Manifest, newestSchema, readManifest } from './bundle/manifest.ts';
import { logName, openLog } from './bundle/openLog.ts';
import { newerText, readRolloutHead } from './bundle/rolloutHead.ts';
import type { Finding } from './finding.ts';
import type { Graph, RolloutTrace } from './model.ts';
import { applyLine } from './reducer/applyLine.ts';
import { createReducer } from './reducer/reducer.ts';
import { toState } from './reducer/state.ts';
import { TraceRefusal } from './reducer/traceRefusal.ts';
import type { EntityKind } from './timeline/columns.ts';
import { detectDialect } from './upgrade/detect.ts';
import { type Dialect, rulesOf } from './upgrade/dialect.ts';

export interface ReduceOptions {
  /** Refuse what the recording release refuses; default false: read what can be read and tell the rest as findings. */
  readonly strict?: boolean;
  onTouch?(kind: EntityKind, id: string): void;
  /** How much of the log has been read, 0..1; after every piece of it. */
  onProgress?(done: number): void;
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

/** Text of a piece that is longer lives longer than its lines do. */
const pieceBytes = 1 << 16;

/**
 * Throws a `TraceRefusal` when there is no event log, or nothing in the folder says anything; when strict also for what the
 * reference refuses.
 */
export function reduceBundle(bundle: string, options: ReduceOptions = {}): ReducedBundle {
  const strict = options.strict ?? false;
  const head = strict ? { manifest: readManifest(bundle), findings: [] } : readRolloutHead(bundle);
  const { manifest } = head;
  const findings: Finding[] = [...head.findings];
  const log = openLog(bundle, strict);
  try {
    const dialect = detectDialect(manifest.schema_version, log);
    if (strict) checkSchema(manifest.schema_version, dialect);
    const reducer = createReducer({
      root: manifest,
      payloads: filePayloads(bundle),
      strict,
      dialect,
      onFinding: finding => findings.push(finding),
      ...(options.onTouch ? { onTouch: options.onTouch } : {}),
    });
    const lines = new LogLines();
    const size = options.onProgress ? fstatSync(log).size : 0;
    let read = 0;
    for (const piece of pieces(log, fault => findings.push(brokenOff(fault, strict)))) {
      for (const line of lines.push(piece)) applyLine(reducer, line);
      read += piece.length;
      options.onProgress?.(Math.min(1, read / size));
    }
    for (const line of lines.end()) applyLine(reducer, line);
    const graph = reducer.finish();
    return { manifest, dialect, graph, findings, state: () => toState(graph) };
  } finally {
    closeSync(log);
  }
}

/** Refuses what the recording release refuses, and kindly what nobody knows yet. */
function checkSchema(schema: number, dialect: Dialect): void {
  if (!rulesOf(dialect).identityById || schema === 2) return;
  const text = `trace schema ${schema} cannot establish accepted history; use its matching reducer or record a new bundle`;
  throw new TraceRefusal(schema > newestSchema ? `${text} (${newerText(schema)})` : text);
}

function brokenOff(fault: string, strict: boolean): Finding {
  const message = 'the rest of the event log cannot be read';
  if (strict) throw new TraceRefusal(message, [fault]);
  return { severity: 'error', code: 'log-unreadable', message: `${message}: ${fault}`, file: logName, refs: [] };
}

/** The log in pieces; each is valid until the next. */
function* pieces(log: number, onFault: (fault: string) => void): Generator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (let at = 0; ; ) {
    let read: number;
    try {
      read = readSync(log, buffer, 0, buffer.length, at);
    } catch (error) {
      return onFault(fileFault(error));
    }
    if (read === 0) return;
    at += read;
    yield buffer.subarray(0, read);
  }
}
