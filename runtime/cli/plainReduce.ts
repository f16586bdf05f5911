/**
 * Recognises `reduce` with its own options, written in the usual way. Everything else is for the full command line.
 */

import type { ReduceRequest } from './reduceRollout.ts';

export function plainReduceOf([command, ...rest]: readonly string[]): ReduceRequest | undefined {
  if (command !== 'reduce') return undefined;
  const bundles: string[] = [];
  let output: string | undefined;
  let strict = false;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '--strict') {
      strict = true;
    } else if (word === '-o' || word === '--output') {
      output = rest[++at];
      if (output === undefined || output.startsWith('-')) return undefined;
    } else if (word.startsWith('-')) {
      return undefined;
    } else {
      bundles.push(word);
    }
  }
  const [bundle] = bundles;
  return bundle === undefined || bundles.length > 1 ? undefined : { bundle, output, strict };
}
