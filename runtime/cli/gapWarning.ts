/** One line about a bundle that could not be read whole, where nothing else tells of it. */

import type { Finding } from '../trace/finding.ts';
import { warn } from './failure.ts';

/** Says nothing when there is nothing to say. */
export function warnOfGaps(bundle: string, findings: readonly Finding[]): void {
  const gaps = findings.filter(({ severity }) => severity !== 'info').length;
  if (gaps === 0) return;
  warn(
    `"${bundle}" was not read whole: ${gaps} ${gaps === 1 ? 'thing is' : 'things are'} amiss ("cellscope check" names them)`,
  );
}
