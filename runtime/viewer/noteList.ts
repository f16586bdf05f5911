/**
 * The notes of a rollout as text: a list of what somebody wrote about its objects, in the order of writing.
 *
 * Leaves out the file: the editor writes it, a saved page only takes it along.
 */

import { isRecord } from '../base/json.ts';
import { entityKinds } from '../trace/timeline/columns.ts';
import type { NoteView } from './messages.ts';

/** Beside the rollout's log. */
export const notesName = 'notes.json';
const version = 1;
export const mostNotes = 1_000;
/** Characters. */
export const longestNote = 4_000;
export const mostNoteBytes = 16 * 1024 * 1024;

export function notesText(notes: readonly NoteView[]): string {
  return `${JSON.stringify({ version, notes }, null, 2)}\n`;
}

/** Throws with a sentence when this is no file of notes. */
export function readNotes(text: string): NoteView[] {
  const value = parsed(text);
  if (!isRecord(value) || !Array.isArray(value.notes)) throw new Error(`${notesName} holds no notes of Cellscope.`);
  if (value.version !== version) throw new Error(`${notesName} was written by a newer Cellscope; update to change it.`);
  return value.notes.slice(0, mostNotes).flatMap(note => asNote(note) ?? []);
}

function asNote(value: unknown): NoteView | undefined {
  if (!isRecord(value) || typeof value.text !== 'string' || !isRecord(value.ref)) return undefined;
  const { kind, id } = value.ref;
  const known = entityKinds.find(each => each === kind);
  if (!known || typeof id !== 'string') return undefined;
  return { ref: { kind: known, id }, text: value.text.slice(0, longestNote) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
