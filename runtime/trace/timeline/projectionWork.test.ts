import { expect, test } from 'vitest';
import { syntheticGraph } from '../../../test/bench/timeline/syntheticGraph.ts';
import { createProjection, project } from './projection.ts';

test('a timeline that was worked out step by step is the same as one made at once', () => {
  const graph = syntheticGraph(5000);
  const projection = createProjection(graph);
  const fractions: number[] = [];
  while ((fractions.at(-1) ?? 0) < 1) fractions.push(projection.work(0));
  expect(fractions.length).toBeGreaterThan(2);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(projection.whole()).toEqual(project(graph));
});

test('a round that was begun is ended when a delta is taken', () => {
  const graph = syntheticGraph(5000);
  const projection = createProjection(graph);
  expect(projection.work(0)).toBeLessThan(1);
  expect(projection.delta()?.spans.count).toBe(project(graph).spans.count);
  expect(projection.work(0)).toBe(1);
  expect(projection.delta()).toBeNull();
});

test('what is touched while a round is under way comes with the next delta', () => {
  const graph = syntheticGraph(5000);
  const projection = createProjection(graph);
  for (const call of [...graph.tool_calls.values()].slice(-1)) {
    const { ended_at_unix_ms: end } = call.execution;
    call.execution.ended_at_unix_ms = null;
    projection.work(0);
    call.execution.ended_at_unix_ms = end;
    projection.touch('tool_call', call.tool_call_id);
  }
  while (projection.work(0) < 1);
  expect(projection.whole()).toEqual(project(graph));
});

test('a page that joins gets what was handed out, whatever was worked on since', () => {
  const graph = syntheticGraph(2000);
  const projection = createProjection(graph);
  const { spans } = projection.whole();
  const [call] = graph.tool_calls.values();
  if (!call) throw new Error('There should be a call.');
  const later = {
    ...call,
    tool_call_id: 'later',
    execution: { ...call.execution, started_seq: 1e9, ended_seq: 1e9 + 1 },
  };
  graph.tool_calls.set('later', later);
  projection.touch('tool_call', 'later');
  while (projection.work(0) < 1);
  expect(projection.whole().spans.count).toBe(spans.count);
  expect(projection.delta()?.spans.count).toBe(1);
});
