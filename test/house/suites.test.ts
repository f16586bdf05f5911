import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../scripts/processes.ts';
import { countPlain, countVitest, judge } from '../../scripts/suites/outcome.ts';

const scratch = mkdtempSync(join(tmpdir(), 'cellscope-suites-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const run = (script: string, limit = 20_000) =>
  runProgram({ command: process.execPath, args: ['-e', script], folder: scratch }, limit);

function written(report: unknown): string {
  const path = join(scratch, 'report.json');
  writeFileSync(path, JSON.stringify(report));
  return path;
}

/** A process that has ended but is still listed, because nobody asked for its exit code, counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a suite passes only by its own report', () => {
  test('counts are taken over when it ended well', () => {
    const ended = { code: 0, output: 'fine', timedOut: false };
    expect(judge(ended, { passed: 3, failed: 0 }, 1000)).toMatchObject({ passed: 3, failed: 0 });
  });

  test('one that left no report fails, whatever it ended with', () => {
    const ended = { code: 0, output: '', timedOut: false };
    expect(judge(ended, undefined, 1000)).toEqual({
      passed: 0,
      failed: 1,
      report: '\nThe suite ended with code 0 and left no report.\n',
    });
  });

  test('one that ran no test fails', () => {
    const ended = { code: 0, output: '', timedOut: false };
    expect(judge(ended, { passed: 0, failed: 0 }, 1000).failed).toBe(1);
  });

  test('one that failed beside its tests fails', () => {
    const ended = { code: 1, output: '', timedOut: false };
    expect(judge(ended, { passed: 5, failed: 0 }, 1000)).toMatchObject({ passed: 5, failed: 1 });
  });

  test('one that hung fails and keeps what it had counted', () => {
    const ended = { code: 124, output: '', timedOut: true };
    expect(judge(ended, { passed: 2, failed: 1 }, 1000)).toMatchObject({ passed: 2, failed: 2 });
  });

  test('a damaged report is no report', () => {
    const path = written({ passed: 'many' });
    expect(countPlain(path)).toBeUndefined();
    expect(countVitest(join(scratch, 'none.json'))).toBeUndefined();
  });

  test('a file that could not be set up counts as a failure beside those that failed', () => {
    const file = (status: string, ...tests: string[]) => ({
      name: 'a.test.ts',
      status,
      assertionResults: tests.map(each => ({ status: each })),
    });
    const testResults = [file('passed', 'passed'), file('failed', 'failed'), file('failed', 'skipped'), file('failed')];
    expect(countVitest(written({ numPassedTests: 1, numFailedTests: 1, testResults }))).toEqual({
      passed: 1,
      failed: 3,
    });
  });
});

describe('a program that is run', () => {
  test('gives its exit code and both of its streams', async () => {
    const ended = await run("console.log('out'); console.error('err'); process.exitCode = 3");
    expect({ ...ended, output: ended.output.split('\n').sort() }).toEqual({
      code: 3,
      output: ['', 'err', 'out'],
      timedOut: false,
    });
  });

  test('is ended by its time limit together with what it started', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(child.pid);
      process.on('SIGTERM', () => {});
      setInterval(() => {}, 1000);`;
    const ended = await run(script, 500);
    expect(ended).toMatchObject({ code: 124, timedOut: true });
    await expect.poll(() => isAlive(Number(ended.output))).toBe(false);
  });

  test('takes along what it left behind', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      console.log(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).pid);
      process.exit(0);`;
    const ended = await run(script);
    expect(ended.code).toBe(0);
    await expect.poll(() => isAlive(Number(ended.output))).toBe(false);
  });
});
