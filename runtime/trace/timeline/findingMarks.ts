/**
 * Findings as marks: each on the span of what it is about, where that span ends (so far), with its sentence.
 *
 * Invariants: a finding is marked once, as soon as one of its objects is drawn, and its mark takes on a changed sentence.
 * Tables only grow, so a mark cannot be taken back: whoever looks for findings is told when one of them has gone.
 */

import type { Finding } from '../finding.ts';
import { type EntityRef, MarkKind } from './columns.ts';
import { oneLine } from './labels.ts';
import type { Stage } from './stage.ts';

/** Findings beyond these are in lists only. */
const MOST_MARKS = 1000;
/** Longest sentence of a mark, characters. */
const LONGEST = 300;

export type MarkedFinding = Pick<Finding, 'code' | 'message' | 'refs'>;

export class FindingMarks {
  readonly #stage: Stage;
  readonly #spanOf: (ref: EntityRef) => number;
  readonly #marks = new Map<string, number>();
  #wanted: ReadonlyMap<string, MarkedFinding> = new Map();

  /** `spanOf` gives the main span of an object, or -1. */
  constructor(stage: Stage, spanOf: (ref: EntityRef) => number) {
    this.#stage = stage;
    this.#spanOf = spanOf;
  }

  /** What holds now. False when a marked finding is no longer among them. */
  hold(findings: readonly MarkedFinding[]): boolean {
    const wanted = new Map<string, MarkedFinding>();
    for (const finding of findings.slice(0, MOST_MARKS)) {
      const about = finding.refs[0];
      if (!about) continue;
      let key = `${finding.code} ${about.kind}:${about.id}`;
      while (wanted.has(key)) key += '+';
      wanted.set(key, finding);
    }
    this.#wanted = wanted;
    return [...this.#marks.keys()].every(key => wanted.has(key));
  }

  /** Marks what can be marked by now. */
  settle(): void {
    const { tables, endMs } = this.#stage;
    for (const [key, { message, refs }] of this.#wanted) {
      const label = oneLine(message, LONGEST);
      const mark = this.#marks.get(key);
      if (mark !== undefined) {
        tables.setMarkLabel(mark, tables.string(label));
        continue;
      }
      const span = refs.map(this.#spanOf).find(each => each >= 0);
      if (span === undefined) continue;
      const at = Math.max(tables.spanStart.at(span), Math.min(tables.spanEnd.at(span), endMs));
      this.#marks.set(key, this.#stage.mark(at, MarkKind.finding, span, label));
    }
  }
}
