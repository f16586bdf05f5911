import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linesOf } from './logPlaces.ts';

function log(...lines: string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cellscope-places-')), 'trace.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}
const event = (seq: number, size = 0) =>
  JSON.stringify({ schema_version: 2, seq, wall_time_unix_ms: 1, payload: { text: 'x'.repeat(size) } });

test('finds the lines of the numbers that are asked for', async () => {
  const path = log(event(1), event(2), event(3), '');
  expect([...(await linesOf(path, new Set([1, 3])))]).toEqual([
    [1, 1],
    [3, 3],
  ]);
});

test('counts lines that are blank, broken or longer than a piece', async () => {
  const path = log(event(1, 200_000), '', '{"seq":', event(2, 70_000), event(5));
  expect([...(await linesOf(path, new Set([2, 5])))]).toEqual([
    [2, 4],
    [5, 5],
  ]);
});

test('reads a number no further into a line than recorders write it', async () => {
  const deep = JSON.stringify({ text: 'x'.repeat(400), seq: 7 });
  expect((await linesOf(log(deep, event(7)), new Set([7]))).get(7)).toBe(2);
});

test('knows no places in a log that is not there', async () => {
  expect((await linesOf('/nowhere/trace.jsonl', new Set([1]))).size).toBe(0);
});
