/**
 * Findings as problems with a place: those met while reading stand on their line, those of the rules on the line where
 * what they are about began.
 *
 * Invariant: every place lies within the bundle, whatever a finding calls its file.
 * Leaves out `vscode`.
 */

import { isAbsolute, join, relative } from 'node:path';
import type { Finding } from '../../runtime/trace/finding.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { entityName } from '../../runtime/viewer/entityName.ts';

const logName = 'trace.jsonl';

export interface PlacedProblem {
  readonly finding: Finding;
  /** Absolute path. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What else it is about, with lines of the log. */
  readonly others: readonly { readonly name: string; readonly line: number }[];
}

/** The sequence numbers whose lines `placeProblems` wants to know. */
export function seqsOf(findings: readonly Finding[], graph: Graph): Set<number> {
  const seqs = findings.flatMap(({ refs }) => refs.flatMap(ref => beginning(graph, ref) ?? []));
  return new Set(seqs);
}

/** `lines` has the line of the log for each sequence number that was found there. */
export function placeProblems(
  bundle: string,
  findings: readonly Finding[],
  graph: Graph,
  lines: ReadonlyMap<number, number>,
): PlacedProblem[] {
  const lineOf = (ref: EntityRef | undefined) => (ref ? lines.get(beginning(graph, ref) ?? -1) : undefined);
  return findings.map(finding => {
    const { file = logName, line, refs } = finding;
    const [first, ...rest] = refs;
    const others = (line === undefined ? rest : refs).flatMap(ref => {
      const at = lineOf(ref);
      return at === undefined ? [] : [{ name: entityName(graph, ref.kind, ref.id), line: at }];
    });
    const path = within(bundle, file);
    const own = file === logName ? lineOf(first) : undefined;
    return { finding, file: path, line: line ?? own ?? 1, others };
  });
}

/** Number of the event that began an object; undefined for what has no beginning of its own. */
function beginning(graph: Graph, { kind, id }: EntityRef): number | undefined {
  switch (kind) {
    case 'thread':
      return graph.threads.get(id)?.execution.started_seq;
    case 'codex_turn':
      return graph.codex_turns.get(id)?.execution.started_seq;
    case 'inference_call':
      return graph.inference_calls.get(id)?.execution.started_seq;
    case 'code_cell':
      return graph.code_cells.get(id)?.execution.started_seq;
    case 'tool_call':
      return graph.tool_calls.get(id)?.execution.started_seq;
    case 'terminal_session':
      return graph.terminal_sessions.get(id)?.execution.started_seq;
    case 'terminal_operation':
      return graph.terminal_operations.get(id)?.execution.started_seq;
    case 'compaction_request':
      return graph.compaction_requests.get(id)?.execution.started_seq;
    default:
      return undefined;
  }
}

function within(bundle: string, file: string): string {
  const path = join(bundle, file);
  const way = relative(bundle, path);
  return way === '' || way.startsWith('..') || isAbsolute(way) || file.includes('\0') ? join(bundle, logName) : path;
}
