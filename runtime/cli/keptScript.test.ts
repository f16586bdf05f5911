import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { keptPlace, openScript } from './keptScript.ts';

interface Greeter {
  greet(name: string): string;
}

const script = "exports.greet = name => 'Hello ' + name + ' from ' + require('node:path').basename(__dirname);\n";
let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  file = join(folder, 'greeter.cjs');
  writeFileSync(file, script);
});

function greeting(job = 'greet'): string {
  const { exports, keep } = openScript<Greeter>(file, job);
  const text = exports.greet('you').replace(/kept-\w+$/, 'here');
  keep();
  return text;
}

it('runs a script with nothing kept, with code it kept, and keeps it once', () => {
  expect(greeting()).toBe('Hello you from here');
  const { mtimeMs, size } = statSync(keptPlace(file, 'greet'));
  expect(size).toBeGreaterThan(script.length);
  expect(greeting()).toBe('Hello you from here');
  expect(statSync(keptPlace(file, 'greet')).mtimeMs).toBe(mtimeMs);
  expect(readdirSync(folder)).toHaveLength(2);
});

it('keeps the code of each job apart', () => {
  greeting('one');
  greeting('other');
  expect(readdirSync(folder)).toHaveLength(3);
});

it('runs what the script says now, though what was kept has the same length', () => {
  greeting();
  writeFileSync(file, script.replace('Hello', 'Adieu'));
  expect(greeting()).toBe('Adieu you from here');
});

it.each([
  ['is nothing', () => Buffer.alloc(0)],
  ['ends early', (kept: Buffer) => kept.subarray(0, -20)],
  ['ends with the text', (kept: Buffer) => kept.subarray(0, script.length)],
  ['was made by another version', (kept: Buffer) => Buffer.from(kept).fill(0x55, script.length, script.length + 64)],
])('does without kept code that %s', (_what, damage) => {
  greeting();
  const place = keptPlace(file, 'greet');
  writeFileSync(place, damage(readFileSync(place)));
  expect(greeting()).toBe('Hello you from here');
});

it('leaves nothing behind where it cannot keep anything', () => {
  mkdirSync(keptPlace(file, 'greet'));
  expect(greeting()).toBe('Hello you from here');
  expect(readdirSync(folder)).toHaveLength(2);
});

it('imports modules without a word of Node about it', async () => {
  writeFileSync(file, "exports.load = () => import('node:path');\n");
  const warnings: string[] = [];
  const hear = (warning: Error) => warnings.push(warning.message);
  process.on('warning', hear);
  const { exports } = openScript<{ load(): Promise<{ sep: string }> }>(file, 'load');
  expect((await exports.load()).sep).toBe(sep);
  await new Promise(setImmediate);
  process.off('warning', hear);
  expect(warnings).toEqual([]);
});
