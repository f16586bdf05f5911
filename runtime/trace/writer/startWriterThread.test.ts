import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  await writeFile(join(folder, 'trace.jsonl'), '');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program of its own that opens a writer; gives its exit code and what it printed. */
function program(body: string, ...args: string[]): Promise<{ code: number | null; out: string }> {
  const source = `
    import { BundleWriter } from ${JSON.stringify(new URL('./bundleWriter.ts', import.meta.url).href)};
    const writer = new BundleWriter(${JSON.stringify(folder)}, { onFault: message => console.log(message) });
    writer.append({ line: 'a', files: [['1.json', '{"b":1}', 'compact']] });
    ${body}`;
  const child = spawn(process.execPath, [...args, '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', chunk => {
    out += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, out }));
  });
}
const written = async () => [
  await readFile(join(folder, 'trace.jsonl'), 'utf8'),
  await readFile(join(folder, '1.json'), 'utf8'),
];

describe('the thread that writes', () => {
  test('outlives a program that has come to its end, until everything is written', async () => {
    expect(await program('')).toEqual({ code: 0, out: '' });
    expect(await written()).toEqual(['a\n', '{\n  "b": 1\n}']);
  });

  test('is done without where Node allows no threads', async () => {
    const denied = ['--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--disable-warning=SecurityWarning'];
    expect(await program('await writer.close();', ...denied)).toEqual({ code: 0, out: '' });
    expect(await written()).toEqual(['a\n', '{\n  "b": 1\n}']);
  });
});
