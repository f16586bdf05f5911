/** What a caller was promised, in words. */

import { duration } from '../trace/timeline/duration.ts';
import type { YieldPromise } from '../trace/timeline/promises.ts';
import type { Say } from './words.ts';

export function promiseText(say: Say, { ms, explicit }: YieldPromise): string {
  return explicit ? duration(ms) : say('{0} (default)', duration(ms));
}
