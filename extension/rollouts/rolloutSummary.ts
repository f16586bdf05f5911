/**
 * What a list of rollouts says about each without reading it whole: its manifest, and the two ends of its log.
 *
 * Invariant: costs three small reads however long the log is. What the manifest does not tell is taken from the log, as the
 * reader of bundles does; a folder in which neither says anything is `unreadable`.
 * Leaves out `vscode` and everything that needs the reducer.
 */

import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isRecord } from '../../runtime/base/json.ts';
import { cellTitle } from '../../runtime/viewer/cellTitle.ts';

export type SummaryStatus = 'running' | 'completed' | 'failed' | 'aborted' | 'unreadable';

export interface RolloutSummary {
  /** Absolute path of the bundle folder. */
  readonly bundle: string;
  readonly name: string;
  readonly status: SummaryStatus;
  /** Unix ms. */
  readonly startedAtMs?: number;
  /** Time of the last event, unix ms. */
  readonly lastAtMs?: number;
  /** What its first cell does, when that shows early in the log. */
  readonly title?: string;
  /** What is wrong with the bundle, also where the rest of it can be read: one sentence. */
  readonly problem?: string;
}

const logName = 'trace.jsonl';
const manifestName = 'manifest.json';
/** Bytes read from the beginning of a log. */
const headBytes = 32 * 1024;
/** Bytes read from the end of a log at first, and at most: an event may carry the source of a cell. */
const tailBytes = 16 * 1024;
const mostTailBytes = 4 * 1024 * 1024;

export async function readSummary(bundle: string): Promise<RolloutSummary> {
  const name = basename(bundle);
  const manifest = await readManifest(bundle);
  const started = typeof manifest === 'string' ? {} : manifest;
  const log = await readEnds(join(bundle, logName)).catch((error: unknown) => reasonOf(error));
  if (typeof log === 'string') return { bundle, name, ...started, status: 'unreadable', problem: `${logName} ${log}` };
  const { firstAtMs, ...ends } = log;
  if (typeof manifest !== 'string') return { bundle, name, ...started, ...ends };
  if (firstAtMs === undefined) return { bundle, name, ...ends, status: 'unreadable', problem: manifest };
  return { bundle, name, startedAtMs: firstAtMs, ...ends, problem: manifest };
}

/** Bundles directly below `root`, newest first; none when the folder does not exist. */
export async function scanRoot(root: string, most: number): Promise<RolloutSummary[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter(entry => entry.isDirectory()).map(entry => join(root, entry.name));
  const dated = await Promise.all(folders.map(async folder => ({ folder, at: await changedAt(folder) })));
  const bundles = dated.filter(each => each.at !== undefined).sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return newestFirst(await Promise.all(bundles.slice(0, most).map(each => readSummary(each.folder))));
}

export function newestFirst(summaries: readonly RolloutSummary[]): RolloutSummary[] {
  return summaries.toSorted((a, b) => (b.startedAtMs ?? 0) - (a.startedAtMs ?? 0) || a.name.localeCompare(b.name));
}

/** Undefined for a folder that holds neither a log nor a manifest. */
async function changedAt(folder: string): Promise<number | undefined> {
  for (const name of [logName, manifestName]) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile()) return found.mtimeMs;
  }
  return undefined;
}

/** The time it began, or a sentence about what is wrong. */
async function readManifest(bundle: string): Promise<{ startedAtMs: number } | string> {
  try {
    const value: unknown = JSON.parse(await readFile(join(bundle, manifestName), 'utf8'));
    if (isRecord(value) && typeof value.started_at_unix_ms === 'number')
      return { startedAtMs: value.started_at_unix_ms };
    return `${manifestName} has no start time`;
  } catch (error) {
    return `${manifestName} ${reasonOf(error)}`;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'is not JSON';
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'is missing';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

interface LogEnd {
  readonly status: SummaryStatus;
  readonly lastAtMs?: number;
}

interface LogEnds extends LogEnd {
  readonly firstAtMs?: number;
  readonly title?: string;
}

async function readEnds(path: string): Promise<LogEnds> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(size, headBytes));
    await file.read(head, 0, head.length, 0);
    const text = head.toString('utf8');
    const title = firstTitle(text);
    const firstAtMs = firstTime(text);
    const began = { ...(firstAtMs === undefined ? {} : { firstAtMs }), ...(title === undefined ? {} : { title }) };
    return { ...began, ...(await readEnd(file, size)) };
  } finally {
    await file.close();
  }
}

/** When the first event that can be read was written, unix ms. */
function firstTime(text: string): number | undefined {
  for (const line of text.split('\n')) {
    const event = parsed(line.replace(/^[\ufeff\0]+/, ''));
    if (event) return event.atMs;
  }
  return undefined;
}

/** What the first cell does; undefined when none begins in this much of the log. */
function firstTitle(text: string): string | undefined {
  for (const line of text.split('\n')) {
    if (!line.includes('"code_cell_started"')) continue;
    try {
      const event: unknown = JSON.parse(line);
      if (!isRecord(event) || !isRecord(event.payload)) continue;
      const { type, source_js } = event.payload;
      if (type === 'code_cell_started' && typeof source_js === 'string') return cellTitle(source_js);
    } catch {
      // A long line that is cut by the end of what was read.
    }
  }
  return undefined;
}

async function readEnd(file: FileHandle, size: number): Promise<LogEnd> {
  for (let length = tailBytes; ; length *= 16) {
    const take = Math.min(size, length, mostTailBytes);
    const buffer = Buffer.alloc(take);
    await file.read(buffer, 0, take, size - take);
    const end = endOf(buffer.toString('utf8'), take === size);
    if (end || take === size || take === mostTailBytes) return end ?? { status: 'running' };
  }
}

/** Reads lines backwards until the time and, where there is one, the end are known; null when no line is whole. */
function endOf(text: string, fromStart: boolean): LogEnd | null {
  const lines = text.split('\n').slice(fromStart ? 0 : 1);
  let lastAtMs: number | undefined;
  for (const line of lines.reverse()) {
    const event = parsed(line);
    if (!event) continue;
    lastAtMs ??= event.atMs;
    if (event.status) return { status: event.status, lastAtMs };
    // After the end of a rollout only these may follow.
    if (event.type !== 'recording_completed' && event.type !== 'thread_ended') return { status: 'running', lastAtMs };
  }
  return lastAtMs === undefined ? null : { status: 'running', lastAtMs };
}

const ends = ['completed', 'failed', 'aborted'] as const;

function parsed(line: string): { type: string; atMs: number; status?: SummaryStatus } | null {
  try {
    const event: unknown = JSON.parse(line);
    if (!isRecord(event) || !isRecord(event.payload)) return null;
    const { type, status } = event.payload;
    if (typeof type !== 'string' || typeof event.wall_time_unix_ms !== 'number') return null;
    const end = type === 'rollout_ended' ? ends.find(each => each === status) : undefined;
    return { type, atMs: event.wall_time_unix_ms, ...(end ? { status: end } : {}) };
  } catch {
    return null;
  }
}
