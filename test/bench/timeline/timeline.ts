/**
 * How long it takes to project a synthetic graph, against merely building that graph in memory, alternating.
 *
 *     node test/bench/timeline/timeline.ts [spans] [rounds]
 */

import { performance } from 'node:perf_hooks';
import type { EntityKind } from '../../../runtime/trace/timeline/columns.ts';
import { createProjection, project } from '../../../runtime/trace/timeline/projection.ts';
import { deltaParts } from '../../../runtime/viewer/deltaParts.ts';
import { median } from '../figures.ts';
import { syntheticGraph } from './syntheticGraph.ts';

const spans = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 3);

const building: number[] = [];
const projecting: number[] = [];
let graph = syntheticGraph(1000);
project(graph);
for (let round = 0; round < rounds; round++) {
  building.push(timed(() => (graph = syntheticGraph(spans))));
  let count = 0;
  projecting.push(timed(() => (count = project(graph).spans.count)));
  console.log(`${count} spans: build ${ms(building)} ms, project ${ms(projecting)} ms`);
}
console.log(`project/build ${(median(projecting) / median(building)).toFixed(2)}`);

const projection = createProjection(graph, { live: true });
projection.delta();
const calls = [...graph.tool_calls.keys()].slice(-100);
const deltas: number[] = [];
for (const id of calls) {
  deltas.push(
    timed(() => {
      projection.touch('tool_call' satisfies EntityKind, id);
      projection.delta();
    }),
  );
}
console.log(`one touch and its delta on top of ${spans} spans: ${median(deltas).toFixed(3)} ms`);
const fresh = createProjection(graph);
const steps: number[] = [];
let done = 0;
while (done < 1) steps.push(timed(() => (done = fresh.work(8))));
steps.sort((a, b) => b - a);
const often = steps[Math.floor(steps.length / 100)] ?? Number.NaN;
console.log(
  `the same in slices of 8 ms: ${steps.length}, 99 % below ${often.toFixed(0)} ms, longest ${steps[0]?.toFixed(0)} ms`,
);
let whole = projection.whole();
console.log(`whole timeline for a page that joins: ${timed(() => (whole = projection.whole())).toFixed(0)} ms`);
const parts = deltaParts(whole).map(make => make());
const crossing = parts.map(part => timed(() => structuredClone(part)));
console.log(`each of its ${parts.length} parts as a message: ${median(crossing).toFixed(2)} ms`);
console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function ms(values: readonly number[]): string {
  return (values.at(-1) ?? Number.NaN).toFixed(0);
}
