/**
 * What a suite reports, and how the reports of the runners in use become that.
 *
 * Invariant: a suite that ran nothing, ended early or ended badly never counts as passed.
 */
import { readFileSync } from 'node:fs';
import type { Ended } from '../processes.ts';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What to show when something failed. */
  readonly report: string;
}

/** The parts we use of the JSON that vitest writes. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The counts as the runner reported them, corrected by how it ended. */
export function judge(ended: Ended, counted: { passed: number; failed: number } | undefined, limit: number): Outcome {
  const { passed, failed } = counted ?? { passed: 0, failed: 0 };
  const wrong = flaw(ended, passed + failed, counted !== undefined, failed, limit);
  return wrong === undefined
    ? { passed, failed, report: ended.output }
    : { passed, failed: failed + 1, report: `${ended.output.trimEnd()}\n${wrong}\n` };
}

function flaw(ended: Ended, ran: number, reported: boolean, failed: number, limit: number): string | undefined {
  if (ended.timedOut) return `The suite was still running after ${limit / 1000} s and was ended.`;
  if (!reported) return `The suite ended with code ${ended.code} and left no report.`;
  if (ran === 0) return 'The suite ran no test.';
  if (ended.code !== 0 && failed === 0) return `No test failed, but the suite ended with code ${ended.code}.`;
  return undefined;
}

/** Counts from the file that `vitest --reporter=json` writes; undefined when there is none. A file that could not be
 * loaded or set up has no test that failed and counts as one failure. */
export function countVitest(file: string): { passed: number; failed: number } | undefined {
  const report = readReport<VitestReport>(file);
  if (!report) return undefined;
  const unready = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(each => each.status === 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unready.length };
}

/** Counts from a file that holds `{ passed, failed }`, as our own runners write it. */
export function countPlain(file: string): { passed: number; failed: number } | undefined {
  const report = readReport<{ passed?: unknown; failed?: unknown }>(file);
  if (typeof report?.passed !== 'number' || typeof report.failed !== 'number') return undefined;
  return { passed: report.passed, failed: report.failed };
}

function readReport<Report>(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
