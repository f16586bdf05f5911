/** The command line as it ships: `cli.js`, the scripts beside it, and the code that is kept of them. */

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandLineBuilds, keepCode } from '../../scripts/commandLine.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cellscope-built-'));
const golden = join(import.meta.dirname, '../golden/0.169.0');
const source = join(import.meta.dirname, '../../runtime/cli/main.ts');
const built = join(folder, 'cli.js');
const kept = () => readdirSync(folder).filter(name => name.includes('.kept'));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, ...args: string[]): Promise<Ran> {
  return new Promise(resolve => {
    const child = execFile(process.execPath, [program, ...args], (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
    child.stdin?.end('text("ran")');
  });
}

beforeAll(async () => {
  await Promise.all(commandLineBuilds(folder).map(options => build(options)));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the built command line', () => {
  const state = join(folder, 'state.json');
  const jobs: string[][] = [
    ['reduce', golden, '-o', state],
    ['reduce', golden, '--strict', '-o', state],
    ['reduce', join(folder, 'nowhere')],
    ['reduce', '--help'],
    ['check', golden],
    ['export', golden, '--format', 'chrome'],
    ['--help'],
    ['--version'],
    ['nonsense'],
    [],
  ];

  const named = jobs.map(args => ({ args, line: args.map(word => basename(word)).join(' ') }));
  test.each(named)('says what the sources say, with and without kept code: cellscope $line', async ({ args }) => {
    const expected = await run(source, ...args);
    expect(await run(built, ...args)).toEqual(expected);
    expect(await run(built, ...args)).toEqual(expected);
  });

  test('writes the same state with and without kept code', async () => {
    for (const name of kept()) rmSync(join(folder, name));
    const states: Buffer[] = [];
    for (const program of [source, built, built]) {
      await run(program, 'reduce', golden, '-o', state);
      states.push(readFileSync(state));
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(kept()).toHaveLength(1);
  });

  test('keeps no code of a job that failed', async () => {
    for (const name of kept()) rmSync(join(folder, name));
    await run(built, 'check', join(folder, 'nowhere'));
    await run(built, 'nonsense');
    expect(kept()).toEqual([]);
  });

  test('has code kept by the build', async () => {
    for (const name of kept()) rmSync(join(folder, name));
    await keepCode(folder);
    expect(kept().map(name => name.split('.')[2])).toEqual(expect.arrayContaining(['help', 'reduce']));
  });
});
