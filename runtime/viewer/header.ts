/** The header of a viewer page, built from the graph and from what only the host knows. */

import type { Finding } from '../trace/finding.ts';
import type { Graph } from '../trace/model.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { oneLine } from '../trace/timeline/labels.ts';
import { cellTitle } from './cellTitle.ts';
import { entityName } from './entityName.ts';
import { itemText } from './itemText.ts';
import type { ViewerHeader } from './messages.ts';

/** Most findings shown in a page; the rest is in the problem list and in `cellscope check`. */
export const MOST_FINDINGS = 500;

/** Objects of a finding that are called by name. */
const MOST_NAMES = 10;

export interface HeaderFacts {
  readonly state: ViewerHeader['state'];
  readonly bundleKey?: string;
  readonly findings?: readonly Finding[];
  readonly liveCells?: ViewerHeader['liveCells'];
  /** 0..1 while loading. */
  readonly progress?: number;
}

export function viewerHeader(graph: Graph | null, facts: HeaderFacts): ViewerHeader {
  return {
    title: graph ? rolloutTitle(graph) : '',
    state: facts.state,
    ...(facts.progress === undefined ? {} : { progress: facts.progress }),
    ...(facts.bundleKey === undefined ? {} : { bundleKey: facts.bundleKey }),
    findings: (facts.findings ?? [])
      .slice(0, MOST_FINDINGS)
      .map(({ severity, code, message, refs }) => ({ severity, code, message, refs, ...namesOf(graph, refs) })),
    liveCells: facts.liveCells ?? [],
  };
}

function namesOf(graph: Graph | null, refs: readonly EntityRef[]): { names?: readonly string[] } {
  return graph && refs.length > 0
    ? { names: refs.slice(0, MOST_NAMES).map(({ kind, id }) => entityName(graph, kind, id)) }
    : {};
}

/** What was asked first, else what ran first, else the id: the shortest thing that tells rollouts apart. */
export function rolloutTitle(graph: Graph): string {
  for (const id of graph.threads.get(graph.root_thread_id)?.conversation_item_ids ?? []) {
    const item = graph.conversation_items.get(id);
    if (item?.role !== 'user' || item.kind !== 'message') continue;
    const text = oneLine(itemText(item));
    // What a host tells the model about its surroundings comes as a message too, wrapped in a tag.
    if (text !== '' && !text.startsWith('<')) return text;
  }
  const [cell] = graph.code_cells.values();
  const title = oneLine(cellTitle(cell?.source_js ?? ''));
  return title === '' ? `Rollout ${graph.rollout_id}` : title;
}
