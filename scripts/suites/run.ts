/**
 * Runs the suites asked for, one line each, and ends with the line `N passed, N failed` over all of them.
 */
import { duration } from '../steps.mjs';
import { type Suite, suites } from './all.ts';
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
  for (const suite of chosen(names)) {
    const { passed, failed } = await runOne(suite);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

function chosen(names: readonly string[]): readonly Suite[] {
  if (names.length === 0) return suites.filter(suite => suite.exists());
  const built = suites.some(suite => suite.built && names.includes(suite.name));
  return suites.filter(suite => names.includes(suite.name) || (built && suite.name === 'build'));
}

async function runOne(suite: Suite): Promise<Outcome> {
  process.stdout.write(`${suite.name.padEnd(12)} `);
  const start = performance.now();
  const outcome = await suite.run().catch(crashed);
  const counts = `${outcome.passed} passed${outcome.failed > 0 ? `, ${outcome.failed} FAILED` : ''}`;
  process.stdout.write(`${counts.padEnd(24)} ${duration(performance.now() - start)}\n`);
  if (outcome.failed > 0) process.stdout.write(`${indented(outcome.report)}\n`);
  return outcome;
}

function crashed(problem: unknown): Outcome {
  return {
    passed: 0,
    failed: 1,
    report: problem instanceof Error ? (problem.stack ?? problem.message) : String(problem),
  };
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^(?=.)/gm, '  | ');
}
