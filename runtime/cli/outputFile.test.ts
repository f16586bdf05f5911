import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeOutput } from './outputFile.ts';
import { runCli } from './runCli.ts';

const samples = fileURLToPath(new URL('../../samples/rollouts', import.meta.url));
const [sample = ''] = readdirSync(samples);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cellscope-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bundle = () => {
  const place = join(folder, 'bundle');
  cpSync(join(samples, sample), place, { recursive: true });
  return place;
};
const cli = (...args: string[]) => runCli(args, { cwd: folder });

describe('a file that is written', () => {
  test('replaces the one that was there, and leaves nothing else', async () => {
    writeFileSync(join(folder, 'a.json'), 'before');
    await writeOutput(join(folder, 'bundle'), join(folder, 'a.json'), ['one', 'two']);
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('onetwo');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('stays as it was when its writing fails', async () => {
    writeFileSync(join(folder, 'a.json'), 'before');
    const pieces = function* () {
      yield 'one';
      throw new Error('no more');
    };
    await expect(writeOutput(folder, join(folder, 'a.json'), pieces())).rejects.toThrow(
      `could not write "${join(folder, 'a.json')}": no more`,
    );
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test.skipIf(process.platform === 'win32')('stays as it was when Ctrl-C comes in between', () => {
    const program = `
      import { writeOutput } from ${JSON.stringify(new URL('outputFile.ts', import.meta.url).href)};
      function* pieces() { yield 'one'; process.kill(process.pid, 'SIGINT'); for (;;) yield 'x'.repeat(1000); }
      await writeOutput('bundle', 'a.json', pieces());`;
    writeFileSync(join(folder, 'a.json'), 'before');
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder });
    expect(signal).toBe('SIGINT');
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('before');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test.each(['trace.jsonl', 'manifest.json', 'notes.json', 'payloads/1.json'])(
    'is never %s of the rollout itself',
    async name => {
      const place = bundle();
      const before = existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : null;
      const { exitCode, stderr } = await cli('export', place, '--format', 'otlp', '-o', `bundle/${name}`);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: `Error: could not write "bundle/${name}": it belongs to the rollout; choose another place\n`,
      });
      expect(existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : null).toBe(before);
    },
  );

  test.skipIf(process.platform === 'win32')('may be a device', async () => {
    expect(await cli('export', bundle(), '--format', 'chrome', '-o', '/dev/null')).toMatchObject({ exitCode: 0 });
  });

  test('cannot be a folder', async () => {
    const { exitCode, stderr } = await cli('export', bundle(), '--format', 'chrome', '-o', '.');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'Error: could not write ".": it is a folder\n' });
  });
});

describe('an export of a rollout that is damaged', () => {
  test('is made of what is left, and says so in one line', async () => {
    const place = bundle();
    const log = readFileSync(join(place, 'trace.jsonl'), 'utf8');
    writeFileSync(join(place, 'trace.jsonl'), `${log.slice(0, log.length / 2)}\n{"half`);
    const { exitCode, stdout, stderr } = await cli('export', 'bundle', '--format', 'otlp');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).resourceSpans).toHaveLength(1);
    expect(stderr).toMatch(
      /^Warning: "bundle" was not read whole: \d+ things? (is|are) amiss \("cellscope check" names them\)\n$/,
    );
  });
});
