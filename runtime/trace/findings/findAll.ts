/** All rules over one graph, gravest findings first; among equals in the order of the rules and of the graph. */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { cellIdle } from './cellIdle.ts';
import { cellOutlivedTurn } from './cellOutlivedTurn.ts';
import { droppedCall } from './droppedCall.ts';
import { orphanCall } from './orphanCall.ts';
import { outputTruncated } from './outputTruncated.ts';
import type { Rule } from './rule.ts';
import { terminationSurvivor } from './terminationSurvivor.ts';
import { waitOnDeadCell } from './waitOnDeadCell.ts';
import { waitPolling } from './waitPolling.ts';
import { yieldLate } from './yieldLate.ts';

export const rules: readonly Rule[] = [
  terminationSurvivor,
  waitOnDeadCell,
  yieldLate,
  cellIdle,
  waitPolling,
  droppedCall,
  cellOutlivedTurn,
  orphanCall,
  outputTruncated,
];

const gravity = { error: 0, warning: 1, info: 2 } as const;

export function findAll(graph: Graph): Finding[] {
  const steps = findStepwise(graph);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, one rule at a time. */
export function* findStepwise(graph: Graph): Generator<void, Finding[], undefined> {
  const found: Finding[] = [];
  for (const rule of rules) {
    found.push(...rule(graph));
    yield;
  }
  return found.sort((a, b) => gravity[a.severity] - gravity[b.severity]);
}
