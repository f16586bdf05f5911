/** One reduction as a process of its own: `node reduceOnce.js BUNDLE OUT`. */

import { reduceBundle } from '../../../runtime/trace/reduceBundle.ts';
import { writeState } from '../../../runtime/trace/writeState.ts';

const [bundle = '.', out = 'state.json'] = process.argv.slice(2);
writeState(reduceBundle(bundle, { strict: true }).graph, out);
