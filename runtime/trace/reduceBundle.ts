/**
 * A bundle's folder to its graph, offline: manifest, log, payloads, one fold.
 */

import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileFault } from './bundle/fileFault.ts';
import { filePayloads } from './bundle/filePayloads.ts';
import { LogLines } from './bundle/logLines.ts';
import { type Manifest, newestSchema, readManifest } from './bundle/manifest.ts';
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
  const log = openLog(bundle);
  try {
    const dialect = detectDialect(manifest.schema_version, log);
    if (strict) checkSchema(manifest.schema_version, dialect);
    else if (manifest.schema_version > newestSchema) findings.push(newerFinding(manifest.schema_version));
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

/** Refuses what the recording release refuses, and kindly what nobody knows yet. */
function checkSchema(schema: number, dialect: Dialect): void {
  if (!rulesOf(dialect).identityById || schema === 2) return;
  const text = `trace schema ${schema} cannot establish accepted history; use its matching reducer or record a new bundle`;
  throw new TraceRefusal(schema > newestSchema ? `${text} (${newerText(schema)})` : text);
}

function newerText(schema: number): string {
  return `this version of Cellscope reads up to schema ${newestSchema}; update it to read schema ${schema} in full`;
}

function newerFinding(schema: number): Finding {
  return {
    severity: 'warning',
    code: 'schema-newer',
    message: `what can be read is shown: ${newerText(schema)}`,
    file: 'manifest.json',
    refs: [],
  };
}

function openLog(bundle: string): number {
  const path = join(bundle, 'trace.jsonl');
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new TraceRefusal(`open trace event log ${path}`, [fileFault(error)]);
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
