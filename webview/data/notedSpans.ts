/** The spans that somebody wrote a note on: of each such object the first, which is its main one. */

import type { NoteView } from '../../runtime/viewer/messages.ts';
import type { TimelineData } from './timelineData.ts';

/** What was written, by span. One pass over the spans, none when there are no notes. */
export function notesBySpan(data: TimelineData, notes: readonly NoteView[]): ReadonlyMap<number, string> {
  const wanted = new Map<number, number>();
  for (const [note, { ref }] of notes.entries()) {
    for (const entity of data.entities.indicesOf(ref)) wanted.set(entity, note);
  }
  if (wanted.size === 0) return new Map();
  const found = new Map<number, number>();
  const { entity, count } = data.spans;
  for (let span = 0; span < count; span++) {
    const note = wanted.get(entity[span] ?? -1);
    if (note !== undefined && !found.has(note)) found.set(note, span);
  }
  return new Map([...found].map(([note, span]) => [span, notes[note]?.text ?? '']));
}

export function notedSpans(data: TimelineData, notes: readonly NoteView[]): readonly number[] {
  return [...notesBySpan(data, notes).keys()];
}
