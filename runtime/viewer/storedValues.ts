/**
 * What cells have stored for later cells of their session, as far as a rollout tells (code-mode §5, `store`).
 *
 * Older recordings hold the stored values in the answer of each cell: those are exact. Newer ones hold none; then the
 * source of a cell tells which keys it stores, and the value where it is spelled out there. Everything else stays
 * unknown and is said to be. A cell's writes are committed when it ends by itself, and lost when it is terminated.
 */

import { isRecord } from '../base/json.ts';
import type { CodeCell, Graph } from '../trace/model.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { cellName, threadName } from '../trace/timeline/labels.ts';
import type { PayloadResult } from './details.ts';
import { storeSites } from './storeSites.ts';

/** One key that one cell stored, or may have stored. */
export interface StoredWrite {
  readonly cell: EntityRef;
  readonly cellName: string;
  /** Where a rollout has several sessions, the thread whose session it is; else empty. */
  readonly thread: string;
  /** Null: the source computes it. */
  readonly key: string | null;
  /** JSON text, cut at `LONGEST_VALUE` characters; null: not in the recording. */
  readonly value: string | null;
  /** False: the cell may have gone another way, or stopped before. */
  readonly certain: boolean;
  /** Life of the cell, ms since the beginning of the rollout; null while it goes on. */
  readonly fromMs: number;
  readonly endMs: number | null;
  /** Whether its end commits what it stored. */
  readonly committed: boolean;
}

export interface StoredHistory {
  readonly writes: readonly StoredWrite[];
  /** True when the recording holds the values themselves. */
  readonly exact: boolean;
  /** Cells beyond the bounds, which were not looked into. */
  readonly omitted: number;
}

const LONGEST_VALUE = 500;
const MOST_CELLS = 2000;
const MOST_PAYLOADS = 200;
const MOST_KEYS = 200;

export async function storedHistory(
  graph: Graph,
  payload: (id: string) => Promise<PayloadResult>,
): Promise<StoredHistory> {
  const all = [...graph.code_cells.values()].sort((a, b) => a.execution.started_seq - b.execution.started_seq);
  const sessions = new Set(all.map(cell => cell.thread_id));
  const writes: StoredWrite[] = [];
  /** What the session of a thread held by the end of the cell before. */
  const held = new Map<string, ReadonlyMap<string, string>>();
  let budget = MOST_PAYLOADS;
  let exact = false;
  for (const cell of all.slice(0, MOST_CELLS)) {
    const sites = storeSites(cell.source_js);
    // Once a recording has turned out to hold no values, no further answer is read.
    const look: boolean = sites.length > 0 && budget > 0 && (exact || budget === MOST_PAYLOADS);
    if (look && cell.raw_result_payload_id !== null) budget--;
    const values: ReadonlyMap<string, string> | null = look ? await storedIn(cell, payload) : null;
    exact ||= values !== null;
    const thread = sessions.size > 1 ? nameOfThread(graph, cell) : '';
    const before = held.get(cell.thread_id);
    const found = values ? fromValues(values, before) : fromSites(cell, sites);
    for (const write of found.slice(0, MOST_KEYS)) writes.push({ ...about(graph, cell), thread, ...write });
    if (values) held.set(cell.thread_id, values);
  }
  return { writes, exact, omitted: Math.max(0, all.length - MOST_CELLS) };
}

type Found = Pick<StoredWrite, 'key' | 'value' | 'certain'>;

/** Keys that are new or hold something else than before. */
function fromValues(values: ReadonlyMap<string, string>, before: ReadonlyMap<string, string> | undefined): Found[] {
  return [...values]
    .filter(([key, json]) => before?.get(key) !== json)
    .map(([key, json]) => ({ key, value: shortened(json), certain: true }));
}

/** The last site of a key decides, for what ran before it was overwritten. */
function fromSites(cell: CodeCell, sites: ReturnType<typeof storeSites>): Found[] {
  const last = new Map<string | null, Found>();
  const whole = cell.runtime_status === 'completed';
  for (const { key, value, once } of sites) {
    const earlier = last.get(key);
    const certain = key !== null && whole && once;
    last.set(key, {
      key,
      value: certain || !earlier ? (value === null ? null : shortened(value)) : null,
      certain: certain || (earlier?.certain ?? false),
    });
  }
  return [...last.values()];
}

function about(graph: Graph, cell: CodeCell): Omit<StoredWrite, keyof Found | 'thread'> {
  const { started_at_unix_ms, ended_at_unix_ms } = cell.execution;
  return {
    cell: { kind: 'code_cell', id: cell.code_cell_id },
    cellName: cellName(cell),
    fromMs: started_at_unix_ms - graph.started_at_unix_ms,
    endMs: ended_at_unix_ms === null ? null : ended_at_unix_ms - graph.started_at_unix_ms,
    committed: cell.runtime_status === 'completed' || cell.runtime_status === 'failed',
  };
}

/** The stored values in a cell's answer, as JSON by key; null when its recording holds none. */
async function storedIn(
  cell: CodeCell,
  payload: (id: string) => Promise<PayloadResult>,
): Promise<ReadonlyMap<string, string> | null> {
  const id = cell.raw_result_payload_id;
  const result = id === null ? null : await payload(id).catch(() => null);
  if (!result?.ok) return null;
  let value: unknown;
  try {
    value = JSON.parse(result.text);
  } catch {
    return null;
  }
  for (const name of ['response', 'Result', 'stored_values']) value = isRecord(value) ? value[name] : undefined;
  if (!isRecord(value)) return null;
  return new Map(Object.entries(value).map(([key, each]) => [key, JSON.stringify(each) ?? 'null']));
}

function nameOfThread(graph: Graph, cell: CodeCell): string {
  const thread = graph.threads.get(cell.thread_id);
  return thread ? threadName(thread) : cell.thread_id;
}

function shortened(json: string): string {
  return json.length > LONGEST_VALUE ? `${json.slice(0, LONGEST_VALUE - 1)}…` : json;
}
