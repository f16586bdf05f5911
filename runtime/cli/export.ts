/**
 * `cellscope export`: a bundle in the words of other tools (programs, Command line).
 */

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { chromeTrace } from '../trace/export/chromeTrace.ts';
import { otlpJson } from '../trace/export/otlpJson.ts';
import { findAll } from '../trace/findings/findAll.ts';
import type { Graph } from '../trace/model.ts';
import { bundleFolder } from './bundlePath.ts';
import { Failure, oneLine } from './failure.ts';
import { reduceOrFail } from './reduce.ts';

const formats = {
  otlp: (graph: Graph) => otlpJson(graph, { findings: findAll(graph) }),
  chrome: (graph: Graph) => chromeTrace(graph),
} as const;

interface ExportOptions {
  readonly format: keyof typeof formats;
  readonly output?: string;
}

export function registerExport(program: Command): void {
  const format = new Option('--format <format>', 'OTLP JSON, or Chrome trace events for Perfetto and speedscope')
    .choices(Object.keys(formats))
    .makeOptionMandatory();
  program
    .command('export')
    .description('Write a recorded bundle in a format other tools read.')
    .argument('<bundle>', 'folder of the bundle, or its trace.jsonl')
    .addOption(format)
    .option('-o, --output <file>', 'where to write (default: standard output)')
    .action(async (bundle: string, { format: name, output }: ExportOptions) => {
      const { graph } = reduceOrFail(bundleFolder(bundle), false);
      const pieces = Readable.from(formats[name](graph));
      if (output === undefined) return pipeline(pieces, process.stdout, { end: false });
      try {
        await pipeline(pieces, createWriteStream(output));
      } catch (error) {
        throw new Failure(`could not write "${output}": ${oneLine(error)}`);
      }
      process.stdout.write(`${output}\n`);
    });
}
