import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import type { Graph, InferenceCall } from '../model.ts';
import { PROVIDER } from '../recorder/turns.ts';
import { SpanKind } from './columns.ts';
import { project } from './projection.ts';

function askedBy(provider: string): Graph {
  const build = new RolloutBuilder()
    .at(0)
    .thread()
    .turn('turn-1')
    .inference('model-1', 'turn-1')
    .endInference('model-1');
  const { graph } = build;
  for (const [id, call] of graph.inference_calls) {
    const changed: InferenceCall = { ...call, provider_name: provider };
    graph.inference_calls.set(id, changed);
  }
  return graph;
}

const kindsOf = (graph: Graph) => [...project(graph).spans.kind];

test('what our own recordings have in the place of a model call is a request', () => {
  expect(kindsOf(askedBy(PROVIDER))).toContain(SpanKind.request);
  expect(kindsOf(askedBy(PROVIDER))).not.toContain(SpanKind.inference);
});

test('a call of a model is a model call, however short it was', () => {
  expect(kindsOf(askedBy('openai'))).toContain(SpanKind.inference);
});
