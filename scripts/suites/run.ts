/**
 * Runs the suites asked for, one line each, and ends with the line `N passed, N failed` over all of them.
 */
import { provideBrowser, provideServer } from '../../test/vscode/provide.ts';
import { duration } from '../steps.mjs';
import { type Need, type Suite, suites } from './all.ts';
import type { Outcome } from './outcome.ts';

/**
 * @param names suites to run; all when empty
 * @returns the exit code: 0 only when something ran and nothing failed
 */
export async function runSuites(names: readonly string[]): Promise<number> {
  const known = suites.map(suite => suite.name);
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no suite ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
    return 2;
  }
  const total = { passed: 0, failed: 0 };
  const lacking = new Map<Need, string>();
  for (const suite of chosen(names)) {
    if (suite.needs.includes('editor') && lacking.size === 0) await provideEditor(lacking);
    const lack = suite.needs.map(need => lacking.get(need)).find(why => why !== undefined);
    const { passed, failed } = await runOne(suite, lack);
    if (suite.name === 'build' && failed > 0) lacking.set('build', 'Not run, because the build failed.');
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function chosen(names: readonly string[]): readonly Suite[] {
  if (names.length === 0) return suites.filter(suite => suite.exists());
  const build = suites.some(suite => suite.needs.includes('build') && names.includes(suite.name));
  return suites.filter(suite => names.includes(suite.name) || (build && suite.name === 'build'));
}

/** Fetched here and not by the suites, so that one sees it happen and no suite's time limit pays for it. */
async function provideEditor(lacking: Map<Need, string>): Promise<void> {
  try {
    await provideServer();
    await provideBrowser();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    lacking.set('editor', `Not run, because VS Code or a browser could not be provided: ${why}`);
  }
}

async function runOne(suite: Suite, lack: string | undefined): Promise<Outcome> {
  process.stdout.write(`${suite.name.padEnd(12)} `);
  const start = performance.now();
  const outcome = lack === undefined ? await suite.run().catch(crashed) : { passed: 0, failed: 1, report: lack };
  const counts = `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} FAILED` : ''}`;
  process.stdout.write(`${counts.padEnd(24)} ${duration(performance.now() - start)}\n`);
  if (outcome.failed > 0) process.stdout.write(`${indented(outcome.report)}\n`);
  return outcome;
}

function crashed(problem: unknown): Outcome {
  const report = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
  return { passed: 0, failed: 1, report };
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '  | ');
}
