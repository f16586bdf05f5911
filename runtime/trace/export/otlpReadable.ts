/**
 * Our OTLP spans in the form that the OpenTelemetry SDK exports: the same names, ids, times and attributes, so that what
 * goes to a collector and what is written to a file are one derivation (`otlpSpans.ts`).
 *
 * Facts of the SDK: span kinds count from 0 (OTLP from 1), times are pairs of seconds and nanoseconds, attributes are an
 * object, and spans share a resource by identity.
 */

import type { Attributes, AttributeValue, HrTime, SpanContext } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpRequest } from './otlpJson.ts';
import type { OtlpSpan } from './otlpShape.ts';
import type { OtlpAttribute, OtlpValue } from './otlpValue.ts';

const sampled = 1;

/** The spans of one request. */
export function readableSpans({ resourceSpans }: OtlpRequest): ReadableSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const shared = resourceFromAttributes(plainAttributes(resource.attributes));
    return scopeSpans.flatMap(({ scope, spans }) => spans.map(span => readable(span, shared, scope)));
  });
}

function readable(
  span: OtlpSpan,
  resource: ReadableSpan['resource'],
  instrumentationScope: ReadableSpan['instrumentationScope'],
): ReadableSpan {
  const start = BigInt(span.startTimeUnixNano);
  const end = BigInt(span.endTimeUnixNano);
  const own = context(span.traceId, span.spanId);
  return {
    name: span.name,
    kind: span.kind - 1,
    spanContext: () => own,
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: context(span.traceId, span.parentSpanId) }),
    startTime: hrTime(start),
    endTime: hrTime(end),
    duration: hrTime(end - start),
    ended: true,
    status: span.status,
    attributes: plainAttributes(span.attributes),
    links: span.links.map(link => ({
      context: context(link.traceId, link.spanId),
      attributes: plainAttributes(link.attributes),
    })),
    events: span.events.map(event => ({
      name: event.name,
      time: hrTime(BigInt(event.timeUnixNano)),
      attributes: plainAttributes(event.attributes),
    })),
    resource,
    instrumentationScope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function context(traceId: string, spanId: string): SpanContext {
  return { traceId, spanId, traceFlags: sampled };
}

function hrTime(nanos: bigint): HrTime {
  return [Number(nanos / 1_000_000_000n), Number(nanos % 1_000_000_000n)];
}

function plainAttributes(list: readonly OtlpAttribute[]): Attributes {
  return Object.fromEntries(list.map(({ key, value }) => [key, plain(value)]));
}

function plain(value: OtlpValue): AttributeValue {
  if ('stringValue' in value) return value.stringValue;
  if ('boolValue' in value) return value.boolValue;
  // Written from a safe integer, so nothing is lost.
  if ('intValue' in value) return Number(value.intValue);
  return value.arrayValue.values.map(each => String(plain(each)));
}
