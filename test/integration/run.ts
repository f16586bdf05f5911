/**
 * The integration suite: extension tests in a real extension host, and the proof that a host which crashes, hangs or
 * tests nothing fails. Writes `{ passed, failed }` to the file named as first argument.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../scripts/bootstrap.mjs';
import { provideBrowser, provideServer } from '../vscode/provide.ts';
import { launch, type Verdict } from './launch.ts';
import { probeLimit, windowLimit } from './limits.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Apart from `dist`, which a build empties. */
const bundles = join(root, '.vscode-test/integration');

/** Runs that must fail, and with which words. What crashes or falls silent is a success to VS Code itself. */
const probes = [
  {
    tests: 'probes/crash',
    limit: probeLimit,
    title: 'a crashed extension host fails',
    why: /^It ended before its tests did\.$/,
  },
  {
    tests: 'probes/hang',
    limit: 12_000,
    title: 'a hung extension host fails',
    why: /before its tests did\. .*code 124/,
  },
  {
    tests: 'probes/silence',
    limit: probeLimit,
    title: 'tests without a last word fail',
    why: /^It ended before its tests did\.$/,
  },
];

const [report = join(root, 'test-results/integration.json')] = process.argv.slice(2);
if (process.env.CELLSCOPE_VSCODE === undefined) {
  await provideServer();
  await provideBrowser();
}
await bundle();
const count = tell(await launch(join(bundles, 'host/runner.cjs'), windowLimit));
for (const probe of probes) {
  const { failed, log } = await launch(join(bundles, `${probe.tests}.cjs`), probe.limit);
  const right = failed.some(each => probe.why.test(each.why));
  console.log(`${right ? 'passed' : 'FAILED'}  ${probe.title}`);
  if (!right) console.log(`${JSON.stringify(failed)}\n${ending(log)}`);
  count[right ? 'passed' : 'failed'] += 1;
}
mkdirSync(dirname(report), { recursive: true });
writeFileSync(report, JSON.stringify(count));
process.exitCode = count.failed === 0 ? 0 : 1;

function tell({ passed, failed, log }: Verdict): { passed: number; failed: number } {
  for (const title of passed) console.log(`passed  ${title}`);
  for (const { title, why } of failed) console.log(`FAILED  ${title}\n${why.replaceAll(/^/gm, '        ')}`);
  if (failed.length > 0) console.log(ending(log));
  return { passed: passed.length, failed: failed.length };
}

/** The end of a log; its beginning tells of optional parts that VS Code does without. */
function ending(log: string): string {
  return log.trimEnd().split('\n').slice(-40).join('\n');
}

/** Test code goes into the host as bundles, because the host reads neither TypeScript nor our import names. */
async function bundle(): Promise<void> {
  rmSync(bundles, { recursive: true, force: true });
  const suites = readdirSync(join(here, 'suites')).filter(file => file.endsWith('.test.ts'));
  await build({
    entryPoints: [
      { in: join(here, 'host/runner.ts'), out: 'host/runner' },
      ...suites.map(file => ({ in: join(here, 'suites', file), out: `host/suites/${basename(file, '.ts')}` })),
      ...probes.map(({ tests }) => ({ in: join(here, `${tests}.ts`), out: tests })),
    ],
    outdir: bundles,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2024',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
  });
}
