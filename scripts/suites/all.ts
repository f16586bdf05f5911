/**
 * Every suite of `npm test`, in the order it runs: cheap and general first, so that a slip shows early.
 *
 * A suite is either a list of checks, each of which counts as one, or a runner that reports its own counts.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { type Ended, runProgram } from '../processes.ts';
import { countPlain, countVitest, judge, type Outcome } from './outcome.ts';

/** What has to be there before a suite can run: what the build makes, and an editor with a browser. */
export type Need = 'build' | 'editor';

export interface Suite {
  readonly name: string;
  /** Present from the start or, for rooms that come later, once its folder exists. */
  readonly exists: () => boolean;
  readonly needs: readonly Need[];
  readonly run: () => Promise<Outcome>;
}

const minute = 60_000;
/** A suite that takes longer than this hangs, also on a machine that has ten times as much to do as it can. */
const limit = 40 * minute;
const always = () => true;
const reports = join(root, 'test-results');
const tool = (path: string) => join(root, 'node_modules', path);
const tsc = tool('typescript/bin/tsc');
const biome = tool('@biomejs/biome/bin/biome');
const vitest = tool('vitest/vitest.mjs');
const cruiser = tool('dependency-cruiser/bin/dependency-cruiser.mjs');

export const suites: readonly Suite[] = [
  checks('format', [['all files', biome, 'format', '.']]),
  checks('lint', [['all files', biome, 'check', '--formatter-enabled=false', '--error-on-warnings', '.']]),
  checks(
    'types',
    ['.', 'runtime', 'webview', 'webview/tsconfig.test.json', 'extension', 'test'].map(side => [side, tsc, '-p', side]),
  ),
  checks('layers', [['all arrows', cruiser, 'extension', 'webview', 'runtime', 'test']]),
  vitestSuite('unit', 'vitest.config.ts', []),
  checks('build', [
    ['every bundle', join(root, 'esbuild.mjs')],
    ['types of the library', tsc, '-p', 'runtime/tsconfig.types.json'],
  ]),
  vitestSuite('conformance', 'test/conformance/vitest.config.ts', ['build']),
  vitestSuite('security', 'test/security/vitest.config.ts', []),
  vitestSuite('viewer', 'test/viewer/vitest.config.ts', ['editor']),
  runnerSuite('integration', 'test/integration/run.ts', ['build', 'editor']),
  vitestSuite('e2e', 'test/e2e/vitest.config.ts', ['build', 'editor']),
];

type Check = readonly [label: string, script: string, ...args: string[]] | readonly string[];

/** Checks that say yes or no by their exit code. */
function checks(name: string, list: readonly Check[]): Suite {
  const run = async (): Promise<Outcome> => {
    let passed = 0;
    let report = '';
    for (const [label, script = '', ...args] of list) {
      const ended = await node([script, ...args]);
      if (ended.code === 0) passed += 1;
      else report += `${label}:\n${judge(ended, { passed: 0, failed: 1 }, limit).report}`;
    }
    return { passed, failed: list.length - passed, report };
  };
  return { name, exists: always, needs: [], run };
}

function vitestSuite(name: string, config: string, needs: readonly Need[]): Suite {
  const report = join(reports, `${name}.json`);
  const run = async (): Promise<Outcome> => {
    clear(report);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const ended = await node([vitest, 'run', '--config', config, ...reporters]);
    return judge(ended, countVitest(report), limit);
  };
  return { name, exists: () => existsSync(join(root, config)), needs, run };
}

function runnerSuite(name: string, script: string, needs: readonly Need[]): Suite {
  const report = join(reports, `${name}.json`);
  const run = async (): Promise<Outcome> => {
    clear(report);
    const ended = await node([join(root, script), report]);
    return judge(ended, countPlain(report), limit);
  };
  return { name, exists: () => existsSync(join(root, script)), needs, run };
}

function node(args: readonly string[]): Promise<Ended> {
  return runProgram({ command: process.execPath, args, folder: root }, limit);
}

/** An old report must not speak for a suite that wrote none. */
function clear(report: string): void {
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
}
