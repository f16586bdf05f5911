/**
 * Keeps the code of the built `reduce` (`runtime/cli/keptScript.ts`): `node keepReduce.mjs SCRIPT STATE BUNDLE…`.
 *
 * One rollout does not call everything that another does, and what was not called is not kept: so several are reduced
 * before the code is kept.
 */
import { openScript } from '../runtime/cli/keptScript.ts';

const [script = '', output, ...bundles] = process.argv.slice(2);
/** @type {import('../runtime/cli/keptScript.ts').KeptScript<typeof import('../runtime/cli/reduceRollout.ts')>} */
const { exports, keep } = openScript(script, 'reduce');
for (const bundle of bundles) {
  const code = exports.runReduce({ bundle, output, strict: true });
  if (code !== 0) process.exit(code);
}
keep();
