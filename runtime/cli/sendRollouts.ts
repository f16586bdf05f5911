/**
 * `cellscope export --otlp-endpoint`: many bundles to one collector, one after the other.
 *
 * Invariants: a bundle that cannot be read does not keep back the others; a collector that fails ends it at once, because
 * it would fail the next one too. Either makes the exit code 1.
 */

import { OtlpCollector } from '../trace/export/otlpCollector.ts';
import { traceIdOf } from '../trace/export/otlpValue.ts';
import { findAll } from '../trace/findings/findAll.ts';
import { bundlesAt } from './bundlesAt.ts';
import { exitCodes, Failure, oneLine, warn } from './failure.ts';
import { warnOfGaps } from './gapWarning.ts';
import { reduceOrFail } from './reduceRollout.ts';

/** Prints a line for each bundle that was sent; rejects with a Failure when the collector does not take one. */
export async function sendRollouts(paths: readonly string[], endpoint: URL, content: boolean): Promise<void> {
  const bundles = bundlesAt(paths);
  keepRetriesQuiet();
  const collector = new OtlpCollector(endpoint, sentence => amiss(sentence));
  for (const bundle of bundles) {
    const graph = graphOf(bundle);
    if (!graph) continue;
    const sent = await collector.send(graph, { content, findings: findAll(graph) }).catch((error: unknown) => {
      throw new Failure(`${bundle}: ${oneLine(error)}`);
    });
    process.stdout.write(`${bundle}: ${sent} spans, trace ${traceIdOf(graph.trace_id)}\n`);
  }
  await collector.close();
}

function graphOf(bundle: string) {
  try {
    const { graph, findings } = reduceOrFail(bundle, false);
    warnOfGaps(bundle, findings);
    return graph;
  } catch (error) {
    amiss(`${bundle} was left out: ${oneLine(error)}`);
    return undefined;
  }
}

/** The SDK waits for -1 ms when a collector says `Retry-After: 0`, which Node would tell whoever looks at the output. */
function keepRetriesQuiet(): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'TimeoutNegativeWarning') warn(message);
  });
}

function amiss(sentence: string): void {
  warn(sentence);
  process.exitCode = exitCodes.failed;
}
