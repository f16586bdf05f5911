/** What a caller was promised, in words. */

import type { YieldPromise } from '../trace/timeline/promises.ts';
import { formatDuration } from './formatDuration.ts';
import type { Say } from './words.ts';

export function promiseText(say: Say, { ms, explicit }: YieldPromise): string {
  return explicit ? formatDuration(ms) : say('{0} (default)', formatDuration(ms));
}
