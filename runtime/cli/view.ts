/**
 * `cellscope view`: a bundle as one HTML file to look at and to hand on (programs, Command line).
 *
 * The path goes to standard output; what is in the file goes to standard error, for whoever is about to share it.
 */

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readPageFiles } from '../share/pageFiles.ts';
import type { PageFiles } from '../share/pageHtml.ts';
import { type Redaction, redactions } from '../share/redactor.ts';
import { savePage } from '../share/savePage.ts';
import { shareText } from '../share/shareText.ts';
import { findAll } from '../trace/findings/findAll.ts';
import { bundleFolder } from './bundlePath.ts';
import { Failure } from './failure.ts';
import { writeOutput } from './outputFile.ts';
import { progressOf } from './progress.ts';
import { reduceOrFail } from './reduceRollout.ts';

interface ViewOptions {
  readonly output?: string;
  readonly redact: ReadonlySet<Redaction>;
  readonly preview?: boolean;
}

export function registerView(program: Command): void {
  const redact = new Option('--redact <what>', `leave out, separated by commas: ${redactions.join(', ')}`)
    .argParser(redactionSet)
    .default(new Set(), 'nothing');
  program
    .command('view')
    .description('Write a recorded bundle as one HTML file with the viewer in it: offline, read-only, self-contained.')
    .argument('<bundle>', 'folder of the bundle, or its trace.jsonl')
    .option('-o, --output <file>', 'where to write (default: view.html in the bundle)')
    .addOption(redact)
    .option('--preview', 'say what would be in the file, and write nothing')
    .addHelpText(
      'after',
      `
  paths     home and workspace folders become <home> and <workspace>
  secrets   tokens, keys and passwords that look like ones become placeholders
  emails    e-mail addresses become <e-mail>
  payloads  raw payloads stay out; what was reduced from them stays in
  notes     notes beside the bundle stay out
Large payloads and texts are shortened in any case.`,
    )
    .action(async (bundle: string, options: ViewOptions) => {
      const folder = bundleFolder(bundle);
      const file = options.output ?? join(folder, 'view.html');
      const files = pageFiles();
      const { graph, findings } = reduceOrFail(folder, false);
      const progress = progressOf('Saving payloads');
      const { pieces, report } = await savePage({
        bundle: folder,
        graph,
        findings: [...findings, ...findAll(graph)],
        redact: options.redact,
        files,
        onProgress: progress.at,
      }).finally(progress.end);
      if (options.preview) {
        let bytes = 0;
        for (const piece of pieces) bytes += Buffer.byteLength(piece);
        process.stdout.write(`${shareText(report, bytes)}\n`);
        return;
      }
      await writeOutput(folder, file, pieces);
      process.stderr.write(`${shareText(report, statSync(file).size)}\n`);
      process.stdout.write(`${file}\n`);
    });
}

function redactionSet(text: string): ReadonlySet<Redaction> {
  const names = text.split(',').map(name => name.trim());
  const unknown = names.find(name => !redactions.some(known => known === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${redactions.join(', ')}, separated by commas.`);
  }
  return new Set(names as Redaction[]);
}

/** The built page stands beside the built command line; run from its source, that is in `dist`. */
function pageFiles(): PageFiles {
  const places = [join(import.meta.dirname, 'webview'), join(import.meta.dirname, '..', '..', 'dist', 'webview')];
  const folder = places.find(place => existsSync(join(place, 'standalone.js')));
  if (folder === undefined) throw new Failure(`the viewer page is missing beside the program (${places[0]}); build it`);
  return readPageFiles(folder);
}
