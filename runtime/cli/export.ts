/**
 * `cellscope export`: bundles in the words of other tools, as a file or sent to a collector (programs, Command line).
 */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { chromeTrace } from '../trace/export/chromeTrace.ts';
import { otlpJson } from '../trace/export/otlpJson.ts';
import { findAll } from '../trace/findings/findAll.ts';
import type { Graph } from '../trace/model.ts';
import { bundleFolder } from './bundlePath.ts';
import { usageFailure } from './failure.ts';
import { warnOfGaps } from './gapWarning.ts';
import { writeOutput } from './outputFile.ts';
import { reduceOrFail } from './reduceRollout.ts';

const formats = {
  otlp: (graph: Graph, content: boolean) => otlpJson(graph, { content, findings: findAll(graph) }),
  chrome: (graph: Graph) => chromeTrace(graph),
} as const;

interface ExportOptions {
  readonly format?: keyof typeof formats;
  readonly otlpEndpoint?: URL;
  readonly output?: string;
  readonly content: boolean;
}

export function registerExport(program: Command): void {
  const format = new Option('--format <format>', 'OTLP JSON, or Chrome trace events for Perfetto and speedscope')
    .choices(Object.keys(formats))
    .conflicts('otlpEndpoint');
  const endpoint = new Option('--otlp-endpoint <url>', 'send them to this collector, as OTLP over HTTP')
    .argParser(httpUrl)
    .conflicts(['format', 'output']);
  program
    .command('export')
    .description('Give recorded bundles to other tools: one as a file, or many to an OpenTelemetry collector.')
    .argument('<bundle...>', 'folder of a bundle, or its trace.jsonl; for a collector also a folder that holds bundles')
    .addOption(format)
    .option('-o, --output <file>', 'where to write (default: standard output)')
    .addOption(endpoint)
    .option('--no-content', 'OTLP without arguments, results and what the model said')
    .addHelpText(
      'after',
      `
A collector gets its requests at URL/v1/traces. OTEL_EXPORTER_OTLP_HEADERS adds headers (key=value,…),
OTEL_EXPORTER_OTLP_TIMEOUT is the deadline of one request with its retries (ms, default 10000),
OTEL_EXPORTER_OTLP_COMPRESSION=gzip makes it small.`,
    )
    .action(async (bundles: readonly string[], options: ExportOptions) => {
      if (options.otlpEndpoint) {
        // Loaded here only: nothing else needs the SDK.
        const { sendRollouts } = await import('./sendRollouts.ts');
        return sendRollouts(bundles, options.otlpEndpoint, options.content);
      }
      return writeFormat(bundles, options);
    });
}

async function writeFormat(bundles: readonly string[], { format, output, content }: ExportOptions): Promise<void> {
  const [bundle, ...more] = bundles;
  if (format === undefined || bundle === undefined)
    throw usageFailure("export needs '--format <format>' or '--otlp-endpoint <url>'");
  if (more.length > 0) throw usageFailure("'--format' writes one bundle; '--otlp-endpoint' takes several");
  if (format === 'chrome' && !content) throw usageFailure("'--no-content' is for OTLP");
  const folder = bundleFolder(bundle);
  const { graph, findings } = reduceOrFail(folder, false);
  warnOfGaps(bundle, findings);
  const pieces = formats[format](graph, content);
  if (output === undefined) return pipeline(Readable.from(pieces), process.stdout, { end: false });
  await writeOutput(folder, output, pieces);
  process.stdout.write(`${output}\n`);
}

function httpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new InvalidArgumentError('Expected an http or https URL.');
  return url;
}
