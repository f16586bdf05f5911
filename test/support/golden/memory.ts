/**
 * Golden samples in memory, for tests that change a bundle and reduce it many times.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLines } from '../../../runtime/trace/bundle/logLines.ts';
import { memoryPayloads } from '../../../runtime/trace/bundle/payloadSource.ts';
import type { Finding } from '../../../runtime/trace/finding.ts';
import type { RolloutTrace } from '../../../runtime/trace/model.ts';
import { applyLine } from '../../../runtime/trace/reducer/applyLine.ts';
import { createReducer } from '../../../runtime/trace/reducer/reducer.ts';
import { toState } from '../../../runtime/trace/reducer/state.ts';
import type { Dialect } from '../../../runtime/trace/upgrade/dialect.ts';

export interface MemoryBundle {
  readonly dialect: Dialect;
  readonly root: { trace_id: string; rollout_id: string; root_thread_id: string; started_at_unix_ms: number };
  readonly log: Buffer;
  readonly payloads: ReadonlyMap<string, Buffer>;
}

export function loadGolden(dialect: Dialect): MemoryBundle {
  const folder = join(import.meta.dirname, `../../golden/${dialect}.0`);
  const payloads = new Map<string, Buffer>();
  for (const file of readdirSync(join(folder, 'payloads'))) {
    payloads.set(`raw_payload:${file.replace('.json', '')}`, readFileSync(join(folder, 'payloads', file)));
  }
  const root = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as MemoryBundle['root'];
  return { dialect, root, log: readFileSync(join(folder, 'trace.jsonl')), payloads };
}

/** Throws a `TraceRefusal` when strict and refused. */
export function reduceInMemory(bundle: MemoryBundle, strict: boolean): { state: RolloutTrace; findings: Finding[] } {
  const findings: Finding[] = [];
  const reducer = createReducer({
    root: bundle.root,
    dialect: bundle.dialect,
    payloads: memoryPayloads(bundle.payloads),
    strict,
    onFinding: finding => findings.push(finding),
  });
  const lines = new LogLines();
  for (const line of lines.push(bundle.log)) applyLine(reducer, line);
  for (const line of lines.end()) applyLine(reducer, line);
  return { state: toState(reducer.finish()), findings };
}
