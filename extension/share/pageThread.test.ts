import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageJob } from '../../runtime/share/pageJob.ts';
import { Cancelled, startPageThread } from './pageThread.ts';

const program = fileURLToPath(new URL('../../runtime/share/pageWorker.ts', import.meta.url));
const samples = fileURLToPath(new URL('../../samples/rollouts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cellscope-page-'));
const page = join(folder, 'page');
const job: PageJob = { bundle: join(samples, readdirSync(samples)[0] ?? ''), redact: [], page, file: null };

beforeAll(() => {
  mkdirSync(page);
  writeFileSync(join(page, 'standalone.js'), 'run()');
  writeFileSync(join(page, 'standalone.css'), 'a{}');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the thread that saves a page', () => {
  test('counts what would go out, and writes nothing', async () => {
    const { report, bytes } = await startPageThread(program, job, () => {}).done;
    expect(report.objects.map(({ name }) => name)).toContain('cell');
    expect(report.payloads.all).toBeGreaterThan(50);
    expect(bytes).toBeGreaterThan(10_000);
    expect(readdirSync(folder)).toEqual(['page']);
  });

  test('writes the page and tells how far it is', async () => {
    const file = join(folder, 'a.html');
    const told: number[] = [];
    const { report, bytes } = await startPageThread(program, { ...job, file, redact: ['payloads'] }, done =>
      told.push(done),
    ).done;
    const html = readFileSync(file);
    expect(html.length).toBe(bytes);
    expect(html.toString()).toMatch(/^<!DOCTYPE html>/);
    expect(report.redacted).toEqual(new Set(['payloads']));
    expect(told.length).toBeGreaterThan(0);
    expect(told.every(done => done >= 0 && done <= 1)).toBe(true);
  });

  test('never writes over a file', async () => {
    const file = join(folder, 'mine.html');
    writeFileSync(file, 'mine');
    await expect(startPageThread(program, { ...job, file }, () => {}).done).rejects.toThrow(/EEXIST/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('says in a sentence what is no bundle', async () => {
    await expect(startPageThread(program, { ...job, bundle: folder }, () => {}).done).rejects.toThrow(/manifest\.json/);
  });

  test('says when the thread itself cannot start', async () => {
    await expect(startPageThread(join(folder, 'none.js'), job, () => {}).done).rejects.toThrow(/none\.js/);
  });

  test('stops at once when it is cancelled', async () => {
    const file = join(folder, 'never.html');
    const thread = startPageThread(program, { ...job, file }, () => {});
    thread.cancel();
    await expect(thread.done).rejects.toThrow(Cancelled);
    expect(existsSync(file)).toBe(false);
  });
});
