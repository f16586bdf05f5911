/** Builds small and packs the extension into one file. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { npm } from '../npm.mjs';
import { runProgram } from '../processes.ts';
import { step } from '../steps.mjs';
import { build } from './build.ts';

const file = 'cellscope.vsix';
const version = '4.1.0';

/** Resolves with the exit code; throws with the words of whatever failed. */
export async function makePackage(): Promise<number> {
  const folder = join(root, `.vscode-test/vsce-${version}`);
  const packager = join(folder, 'node_modules/@vscode/vsce/vsce');
  if (!existsSync(packager)) {
    await step(`Fetching the packager from npm (@vscode/vsce ${version})`, () => {
      mkdirSync(folder, { recursive: true });
      return npm(['install', '--prefix', folder, `@vscode/vsce@${version}`], folder);
    });
  }
  await step('Building', () => build('--minify'));
  await step('Packaging', () => pack(packager));
  const megabytes = (statSync(join(root, file)).size / 1e6).toFixed(1);
  console.log(`\n${file}, ${megabytes} MB. To install it: code --install-extension ${file}`);
  return 0;
}

async function pack(packager: string): Promise<void> {
  // The README's links and pictures stay as they are: there is no address yet that they could be made to lead to.
  const flags = ['--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
  const program = { command: process.execPath, args: [packager, 'package', ...flags], folder: root };
  const { code, output } = await runProgram(program, 300_000);
  if (code !== 0) throw new Error(`The packager ended with code ${code}:\n${output.trim()}`);
}
