/**
 * A rollout as OTLP JSON: one `ExportTraceServiceRequest` as text, piece by piece, or several of bounded size for a
 * collector that takes them over HTTP.
 */

import type { Graph } from '../model.ts';
import type { OtlpSpan } from './otlpShape.ts';
import { type OtlpOptions, otlpSpans } from './otlpSpans.ts';
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
/** Characters of text in one request, about: collectors refuse bodies beyond some 20 MB. */
const BATCH_TEXT = 4 << 20;

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

/** The same as separate requests of at most `size` spans each, fewer where their texts are long. */
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

function* batches(spans: Iterable<OtlpSpan>, size: number): Generator<OtlpSpan[], void, undefined> {
  let batch: OtlpSpan[] = [];
  let text = 0;
  for (const span of spans) {
    batch.push(span);
    text += textLength(span);
    if (batch.length < size && text < BATCH_TEXT) continue;
    yield batch;
    batch = [];
    text = 0;
  }
  if (batch.length > 0) yield batch;
}

function textLength({ name, attributes: own, events }: OtlpSpan): number {
  const lists = [own, ...events.map(event => event.attributes)];
  return lists
    .flat()
    .reduce((sum, { value }) => sum + ('stringValue' in value ? value.stringValue.length : 0), name.length);
}
