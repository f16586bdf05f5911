/**
 * A collector that takes OTLP over HTTP: rollouts are sent to it through the OpenTelemetry SDK, which serializes, retries
 * what is worth it (busy, unreachable, timed out) and gives up at its deadline.
 *
 * Facts: the deadline covers one request with its retries (10 s, or OTEL_EXPORTER_OTLP_TIMEOUT), extra headers come from
 * OTEL_EXPORTER_OTLP_HEADERS; a collector may take a request and still reject some of its spans, which the SDK only logs.
 * Invariant: no more than a few requests are under way, and none is started after one has failed.
 */

import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Graph } from '../model.ts';
import { otlpRequests } from './otlpJson.ts';
import { readableSpans } from './otlpReadable.ts';
import type { OtlpOptions } from './otlpSpans.ts';

const underWay = 4;
const tracesPath = '/v1/traces';

export class OtlpCollector {
  /** Where requests go, without credentials: for messages. */
  readonly address: string;
  readonly #exporter: OTLPTraceExporter;

  /** `onRejected` gets a sentence for each request that was taken in part only. */
  constructor(endpoint: URL, onRejected: (sentence: string) => void) {
    const url = new URL(endpoint);
    if (!url.pathname.endsWith(tracesPath)) url.pathname = url.pathname.replace(/\/*$/, tracesPath);
    this.address = `${url.origin}${url.pathname}`;
    const quiet = () => {};
    const warn = (...words: unknown[]) => {
      const sentence = rejection(words);
      if (sentence !== undefined) onRejected(sentence);
    };
    diag.setLogger(
      { warn, error: quiet, info: quiet, debug: quiet, verbose: quiet },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
    this.#exporter = new OTLPTraceExporter({ url: url.href, concurrencyLimit: underWay });
  }

  /** Answers how many spans were sent; rejects with a sentence that says what the collector did. */
  async send(graph: Graph, options: OtlpOptions): Promise<number> {
    const pending = new Set<Promise<void>>();
    let sent = 0;
    try {
      for (const request of otlpRequests(graph, options)) {
        const spans = readableSpans(request);
        const one = this.#request(spans).finally(() => pending.delete(one));
        pending.add(one);
        sent += spans.length;
        if (pending.size >= underWay) await Promise.race(pending);
      }
      await Promise.all(pending);
    } finally {
      await Promise.allSettled(pending);
    }
    return sent;
  }

  async close(): Promise<void> {
    await this.#exporter.shutdown();
    diag.disable();
  }

  #request(spans: ReturnType<typeof readableSpans>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#exporter.export(spans, ({ error, code }) => {
        if (code === 0) resolve();
        else reject(new Error(`${this.address} did not take the spans: ${reasonOf(error)}`));
      });
    });
  }
}

function reasonOf(error: Error | undefined): string {
  if (!error) return 'no reason was given';
  const { code, data } = error as { readonly code?: unknown; readonly data?: unknown };
  if (typeof code === 'number') {
    const said = typeof data === 'string' ? data.trim().split('\n', 1)[0] : '';
    return `it answered ${code} ${error.message}${said ? ` (${said.slice(0, 200)})` : ''}`;
  }
  if (/retryable status/.test(error.message)) return 'it was too busy or not available until the deadline';
  // A host with several addresses fails with an error that has a code and no words.
  return error.message || (typeof code === 'string' ? code : error.name);
}

/** The SDK logs `Received Partial Success response:` and the response as JSON. */
function rejection(words: readonly unknown[]): string | undefined {
  const at = words.findIndex(word => typeof word === 'string' && word.startsWith('Received Partial Success'));
  if (at < 0) return undefined;
  try {
    const { rejectedSpans, errorMessage } = JSON.parse(String(words[at + 1]));
    const why = typeof errorMessage === 'string' && errorMessage !== '' ? `: ${errorMessage}` : '';
    return `the collector rejected ${Number(rejectedSpans ?? 0)} spans${why}`;
  } catch {
    return 'the collector rejected some of the spans';
  }
}
