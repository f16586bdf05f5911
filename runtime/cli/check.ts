/**
 * `cellscope check`: what is wrong with a bundle, one finding a line (programs, Command line).
 */

import type { Command } from 'commander';
import { findAll } from '../trace/findings/findAll.ts';
import { bundleFolder } from './bundlePath.ts';
import { exitCodes } from './failure.ts';
import { findingText } from './findingText.ts';
import { reduceOrFail } from './reduceRollout.ts';

export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('Print the findings of a recorded bundle, one a line: severity, code, location, message.')
    .argument('<bundle>', 'folder of the bundle, or its trace.jsonl')
    .option('--json', 'print them as one JSON array')
    .addHelpText('after', '\nExit code: 0 no finding is an error, 1 one is, or nothing can be read.')
    .action((bundle: string, { json }: { readonly json?: boolean }) => {
      // First what could not be read, then what went wrong in what could.
      const reduced = reduceOrFail(bundleFolder(bundle), false);
      const findings = [...reduced.findings, ...findAll(reduced.graph)];
      if (json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
      else for (const finding of findings) process.stdout.write(`${findingText(finding)}\n`);
      const errors = findings.some(finding => finding.severity === 'error');
      process.exitCode = errors ? exitCodes.failed : exitCodes.done;
    });
}
