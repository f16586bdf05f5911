import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from './runCli.ts';

const folder = mkdtempSync(join(tmpdir(), 'cellscope-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};
const cli = (...args: string[]) => runCli(args, { cwd: folder });

describe('help', () => {
  test('lists the commands', async () => {
    const { exitCode, stdout } = await cli('--help');
    expect(exitCode).toBe(0);
    for (const command of ['exec', 'serve', 'reduce', 'check', 'view', 'export'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });
  test.each([['exec'], ['serve'], ['reduce'], ['check'], ['view'], ['export']])('%s has its own', async command => {
    const { exitCode, stdout } = await cli(command, '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: cellscope ${command}`);
  });
});

describe('wrong usage is one line on standard error and exit code 2', () => {
  const cell = write('cell.js', 'text(1)');
  test.each<[string, string[], string]>([
    ['no file', ['exec'], "Error: missing required argument 'file'\n"],
    ['unknown command', ['nope'], "Error: unknown command 'nope'\n"],
    ['unknown option', ['exec', '--nope', cell], "Error: unknown option '--nope' (Did you mean --once?)\n"],
    ['missing file', ['exec', 'none.js'], 'Error: cell "none.js" does not exist\n'],
    ['folder', ['exec', '.'], 'Error: cell "." is a folder\n'],
    ['export to nowhere', ['export', '.'], "Error: export needs '--format <format>' or '--otlp-endpoint <url>'\n"],
    [
      'export of several to a file',
      ['export', '--format', 'otlp', '.', '.'],
      "Error: '--format' writes one bundle; '--otlp-endpoint' takes several\n",
    ],
    [
      'export to a file and a collector',
      ['export', '--format', 'otlp', '--otlp-endpoint', 'http://localhost', '.'],
      "Error: option '--format <format>' cannot be used with option '--otlp-endpoint <url>'\n",
    ],
    [
      'a collector that is no address',
      ['export', '--otlp-endpoint', 'localhost:4318', '.'],
      "Error: option '--otlp-endpoint <url>' argument 'localhost:4318' is invalid. Expected an http or https URL.\n",
    ],
    [
      'export to nothing known',
      ['export', '--format', 'pdf', '.'],
      "Error: option '--format <format>' argument 'pdf' is invalid. Allowed choices are otlp, chrome.\n",
    ],
    [
      'nothing that can be redacted',
      ['view', '--redact', 'paths,names', '.'],
      "Error: option '--redact <what>' argument 'paths,names' is invalid. Allowed choices are paths, secrets, emails, payloads, notes, separated by commas.\n",
    ],
    [
      'bad number',
      ['exec', '--yield-time-ms', '-5', cell],
      "Error: option '--yield-time-ms <n>' argument '-5' is invalid. Expected a whole number from 0.\n",
    ],
    ['missing tools', ['exec', '--tools', 'none.mjs', cell], 'Error: tools file "none.mjs" does not exist\n'],
    ['tools in a folder', ['exec', '--tools', '.', cell], 'Error: tools file "." is a folder\n'],
    [
      'recording to no folder',
      ['exec', '--record', '', cell],
      "Error: option '--record <dir>' argument '' is invalid. Expected a folder.\n",
    ],
    [
      'tools without array',
      ['exec', '--tools', write('a.mjs', 'export const tools = [];'), cell],
      'Error: tools file "a.mjs": its default export must be an array of tools\n',
    ],
    [
      'tool without call',
      ['exec', '--tools', write('b.mjs', 'export default [{ name: "x" }];'), cell],
      'Error: tools file "b.mjs", tool 1: "call" must be a function\n',
    ],
    [
      'tool without name',
      ['exec', '--tools', write('c.mjs', 'export default [{ call() {} }];'), cell],
      'Error: tools file "c.mjs", tool 1: "name" must be a string that is not empty\n',
    ],
    [
      'two tools of one name',
      [
        'exec',
        '--tools',
        write('d.mjs', 'const call = () => 1; export default [{ name: "a-b", call }, { name: "a b", call }];'),
        cell,
      ],
      'Error: tools file "d.mjs": tools "a-b" and "a b" would both be called tools.a_b\n',
    ],
    [
      'tools file that throws',
      ['exec', '--tools', write('e.mjs', 'throw new Error("broken\\nhere")'), cell],
      'Error: tools file "e.mjs": broken\n',
    ],
    [
      'tools file that never finishes loading',
      ['exec', '--tools', write('stuck.mjs', 'await new Promise(() => {}); export default [];'), cell],
      'Error: tools file "stuck.mjs": it never finishes loading\n',
    ],
  ])('%s', async (_name, args, stderr) => {
    expect(await cli(...args)).toEqual({ exitCode: 2, stdout: '', stderr });
  });
  test('a schema that is none is named', async () => {
    const file = write('f.mjs', 'export default [{ name: "x", call() {}, inputSchema: { type: "thing" } }];');
    const { exitCode, stderr } = await cli('exec', '--tools', file, cell);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Error: tools file "f.mjs", tool 1: the input schema of tool "x" is not valid: .*\n$/);
  });
});

test.runIf(process.platform === 'linux').each([
  ['exec', ['exec', write('full.js', 'text(1)')]],
  ['help', ['exec', '--help']],
])('%s that cannot be written is a failure', (_name, args) => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    cwd: folder,
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(stderr).toMatch(/^Error: could not write to standard output: [^\n]+\n$/);
  expect(status).toBe(1);
});
