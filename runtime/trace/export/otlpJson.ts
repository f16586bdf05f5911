/**
 * A rollout as OTLP JSON: one `ExportTraceServiceRequest` as text, piece by piece, or several of bounded size for a
 * collector that takes them over HTTP.
 */

import type { Graph } from '../model.ts';
import { type OtlpOptions, type OtlpSpan, otlpSpans } from './otlpSpans.ts';
import { attributes, type OtlpAttribute } from './otlpValue.ts';

export interface OtlpRequest {
  readonly resourceSpans: readonly [
    {
      readonly resource: { readonly attributes: readonly OtlpAttribute[] };
      readonly scopeSpans: readonly [
        { readonly scope: { readonly name: string }; readonly spans: readonly OtlpSpan[] },
      ];
    },
  ];
}

const BATCH = 256;

/** The text of one request with all spans of the rollout, in pieces of some hundred spans. */
export function* otlpJson(graph: Graph, options: OtlpOptions = {}): Generator<string, void, undefined> {
  const [before, after] = JSON.stringify(request(graph, [])).split('"spans":[]') as [string, string];
  yield `${before}"spans":[`;
  let first = true;
  for (const spans of batches(otlpSpans(graph, options), BATCH)) {
    yield `${first ? '' : ','}\n${spans.map(span => JSON.stringify(span)).join(',\n')}`;
    first = false;
  }
  yield `\n]${after}\n`;
}

/** The same as separate requests of at most `size` spans each. */
export function* otlpRequests(
  graph: Graph,
  options: OtlpOptions & { readonly size?: number } = {},
): Generator<OtlpRequest, void, undefined> {
  for (const spans of batches(otlpSpans(graph, options), options.size ?? BATCH)) yield request(graph, spans);
}

function request(graph: Graph, spans: readonly OtlpSpan[]): OtlpRequest {
  const resource = attributes({
    'service.name': 'cellscope',
    'cellscope.rollout.id': graph.rollout_id,
    'cellscope.trace.id': graph.trace_id,
    'cellscope.rollout.status': graph.status,
  });
  return {
    resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'cellscope' }, spans }] }],
  };
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[], void, undefined> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
