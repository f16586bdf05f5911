/**
 * `cellscope` as it is built: what `main.ts` does, with the commands as scripts whose code is kept (`keptScript.ts`).
 */

import { openScript } from './keptScript.ts';
import { plainReduceOf } from './plainReduce.ts';
import type * as Program from './program.ts';
import type * as Reduce from './reduceRollout.ts';

const args = process.argv.slice(2);
const plain = plainReduceOf(args);
if (plain) {
  const { exports, keep } = openScript<typeof Reduce>(`${import.meta.dirname}/cli-reduce.cjs`, 'reduce');
  const code = exports.runReduce(plain);
  if (code === 0) keep();
  process.exit(code);
} else {
  const { exports, keep } = openScript<typeof Program>(`${import.meta.dirname}/cli-program.cjs`, jobOf(args));
  // A job that went well has called what the next one will.
  process.on('exit', code => {
    if (code === 0) keep();
  });
  await exports.runProgram();
}

function jobOf([command = '', ...rest]: readonly string[]): string {
  const known = ['exec', 'serve', 'reduce', 'check', 'view', 'export'].includes(command);
  return known && !rest.some(word => word === '--help' || word === '-h') ? command : 'help';
}
