import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BundleWriter } from './bundleWriter.ts';

let folder: string;
let faults: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  await writeFile(join(folder, 'trace.jsonl'), '');
  faults = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (options: { maxPendingBytes?: number; brakeMs?: number } = {}) =>
  new BundleWriter(folder, { onFault: message => faults.push(message), ...options });
const lines = async () => (await readFile(join(folder, 'trace.jsonl'), 'utf8')).split('\n').slice(0, -1);

/** A thread takes a moment to start; the first line has been written then. */
const untilItWrites = async (writer: BundleWriter) => {
  writer.append({ line: 'first', files: [] });
  writer.flush();
  await expect.poll(() => readFile(join(folder, 'trace.jsonl'), 'utf8')).toBe('first\n');
};

describe('a bundle writer', () => {
  test('keeps the order of thousands of entries appended at once', async () => {
    const writer = open();
    const wanted = Array.from({ length: 3000 }, (_, index) => `line ${index}`);
    for (const line of wanted) writer.append({ line, files: [] });
    await writer.close();
    expect(await lines()).toEqual(wanted);
    expect(faults).toEqual([]);
  });

  test('has written everything when close resolves, however often it is asked', async () => {
    const writer = open();
    writer.append({ line: 'a', files: [['1.json', 'ä'.repeat(1_000_000), 'pretty']] });
    await Promise.all([writer.close(), writer.close()]);
    expect(await readFile(join(folder, '1.json'), 'utf8')).toHaveLength(1_000_000);
  });

  test('ignores what comes after close', async () => {
    const writer = open();
    writer.append({ line: 'a', files: [] });
    const closed = writer.close();
    writer.append({ line: 'b', files: [] });
    await closed;
    expect(await lines()).toEqual(['a']);
  });

  test('warns once and goes on when its folder is removed', async () => {
    const writer = open();
    writer.append({ line: 'a', files: [['1.json', '1', 'pretty']] });
    writer.flush();
    await expect.poll(() => readdir(folder)).toContain('1.json');
    await rm(folder, { recursive: true });
    for (let index = 2; index < 50; index++) writer.append({ line: 'b', files: [[`${index}.json`, '1', 'pretty']] });
    await writer.close();
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`Recording to ${folder} stopped: ENOENT`);
  });

  test('holds up a run that is faster than its disk, and loses nothing', async () => {
    const writer = open({ maxPendingBytes: 1_000_000 });
    await untilItWrites(writer);
    const wanted = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
    for (const line of wanted) writer.append({ line, files: [] });
    await writer.close();
    expect(faults).toEqual([]);
    expect((await lines()).slice(1)).toEqual(wanted);
  });

  test('gives up with one warning, rather than its memory, when the disk cannot keep up', async () => {
    const writer = open({ maxPendingBytes: 1000, brakeMs: 0 });
    for (let index = 0; index < 100; index++) writer.append({ line: 'x'.repeat(99), files: [] });
    await writer.close();
    expect(faults).toEqual([expect.stringContaining('too slow')]);
  });
});
