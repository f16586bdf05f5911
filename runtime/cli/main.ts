/**
 * `cellscope`, the command line (programs, Command line).
 *
 * Most of what a short job takes is its start, so what is asked for plainly is done plainly: reducing a bundle needs
 * nothing but the reducer.
 */

import { plainReduceOf } from './plainReduce.ts';

const plain = plainReduceOf(process.argv.slice(2));
if (plain) process.exit((await import('./reduceRollout.ts')).runReduce(plain));
else await (await import('./program.ts')).runProgram();
