/** The notes beside a rollout's log, for a page that takes them along. */

import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NoteView } from '../viewer/messages.ts';
import { mostNoteBytes, notesName, readNotes } from '../viewer/noteList.ts';

/** None where there is no such file, where it is a link to elsewhere, or where it cannot be understood. */
export function notesOf(bundle: string): NoteView[] {
  const path = join(bundle, notesName);
  try {
    const found = lstatSync(path);
    return found.isFile() && found.size <= mostNoteBytes ? readNotes(readFileSync(path, 'utf8')) : [];
  } catch {
    return [];
  }
}
