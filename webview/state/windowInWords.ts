/** Where the visible part of the timeline begins and ends, in words. */

import { formatDuration } from '../text/formatTime.ts';
import type { Model } from './model.ts';

export function windowInWords(model: Model): [from: string, to: string] {
  const { from, to } = model.shownWindow.value;
  const scale = model.scale.value;
  const last = Math.min(model.nowMs.value, scale.toTime(to));
  // While time goes by whole seconds are enough: nobody wants to hear every frame.
  const end = model.data.live ? Math.floor(last / 1000) * 1000 : last;
  return [formatDuration(Math.max(0, scale.toTime(from))), formatDuration(end)];
}
