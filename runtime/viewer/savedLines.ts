/**
 * A rollout as lines of JSON for a saved page: what the writer puts in and the page takes out again.
 *
 * One line per object, so that neither side holds the whole as one text. The first line is the head, the last counts
 * the others, so that what was cut off is noticed. Payloads stand in blocks of their own, named by number and place.
 * Data only: nothing here is markup or script, and the page treats it as text.
 */

import { COLLECTION_NAMES, type CollectionName, emptyGraph, type Graph, type RolloutRoot } from '../trace/model.ts';
import type { FindingView, NoteView } from './messages.ts';

export const SAVED_VERSION = 1;

/** Ids of the elements that hold the data, gzip in base64. */
export const savedElement = {
  graph: 'cellscope-graph',
  payloads: (block: number) => `cellscope-payloads-${block}`,
} as const;

/** Where a saved page looks for its texts and for the words of its details: elements with JSON in them. */
export const textElement = { page: 'cellscope-strings', details: 'cellscope-words' } as const;

export interface SavedHead {
  readonly version: number;
  readonly title: string;
  readonly findings: readonly FindingView[];
  /** Absent in files of the first kind, and when they were left out. */
  readonly notes?: readonly NoteView[];
  /** Said for a payload that is not in the page. */
  readonly payloadsNote: string;
}

export interface PayloadPlace {
  readonly block: number;
  /** In the list that the block holds. */
  readonly at: number;
}

export interface SavedGraph {
  readonly head: SavedHead;
  readonly graph: Graph;
  readonly payloads: ReadonlyMap<string, PayloadPlace>;
}

type SavedLine =
  | readonly ['head', SavedHead]
  | readonly ['root', RolloutRoot]
  | readonly [CollectionName, string, unknown]
  | readonly ['payload', string, number, number]
  | readonly ['end', number];

/** Lines without their line ends. `change` is applied to everything that comes from the rollout. */
export function* savedLines(
  { head, graph, payloads }: SavedGraph,
  change: <T>(value: T) => T = value => value,
): Generator<string, void, undefined> {
  let lines = 0;
  const line = (parts: SavedLine) => {
    lines++;
    return JSON.stringify(parts);
  };
  const { title, findings, notes } = head;
  yield line(['head', { ...head, ...change({ title, findings, ...(notes ? { notes } : {}) }) }]);
  yield line(['root', change(rootOf(graph))]);
  for (const name of COLLECTION_NAMES) {
    for (const [id, entity] of graph[name] as ReadonlyMap<string, unknown>) {
      yield line([name, change(id), change(entity)]);
    }
  }
  for (const [id, { block, at }] of payloads) yield line(['payload', change(id), block, at]);
  yield JSON.stringify(['end', lines]);
}

/** Takes lines one by one; throws a sentence when they are not those of a saved rollout. */
export class SavedReader {
  #head: SavedHead | undefined;
  #graph: Graph | undefined;
  readonly #payloads = new Map<string, PayloadPlace>();
  #lines = 0;
  #complete = false;

  line(text: string): void {
    const parts = JSON.parse(text) as SavedLine;
    if (parts[0] === 'end') {
      this.#complete = parts[1] === this.#lines;
      return;
    }
    this.#lines++;
    switch (parts[0]) {
      case 'head':
        this.#head = parts[1] as SavedHead;
        if (this.#head.version !== SAVED_VERSION)
          throw new Error('This file was saved by another version of Cellscope.');
        return;
      case 'root': {
        const root = parts[1] as RolloutRoot;
        this.#graph = Object.assign(emptyGraph(root), root);
        return;
      }
      case 'payload': {
        const [, id, block, at] = parts as Extract<SavedLine, readonly ['payload', ...unknown[]]>;
        this.#payloads.set(id, { block, at });
        return;
      }
      default: {
        const [name, id, entity] = parts as readonly [CollectionName, string, never];
        this.#graph?.[name].set(id, entity);
      }
    }
  }

  end(): SavedGraph {
    if (!this.#head || !this.#graph || !this.#complete) throw new Error('This file is incomplete; save it again.');
    return { head: this.#head, graph: this.#graph, payloads: this.#payloads };
  }
}

/** What a graph says of the rollout itself. */
function rootOf(graph: Graph): RolloutRoot {
  const { schema_version, trace_id, rollout_id, started_at_unix_ms, ended_at_unix_ms, status } = graph;
  const { recording_complete, root_thread_id } = graph;
  return {
    schema_version,
    trace_id,
    rollout_id,
    started_at_unix_ms,
    ended_at_unix_ms,
    status,
    recording_complete,
    root_thread_id,
  };
}
