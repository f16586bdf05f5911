/**
 * What people wrote about a rollout: kept beside its log in a file of its own that nothing but Cellscope reads.
 *
 * Invariants: the file is replaced as a whole and never half written; what another window wrote meanwhile is kept;
 * a file that cannot be understood is left as it is and said to be so. The bundle's own files are never touched.
 */

import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { NoteView } from '../../runtime/viewer/messages.ts';
import {
  longestNote,
  mostNoteBytes,
  mostNotes,
  notesName,
  notesText,
  readNotes,
} from '../../runtime/viewer/noteList.ts';

export class RolloutNotes {
  readonly #bundle: string;
  readonly #onChange: () => void;
  #notes: readonly NoteView[] = [];
  #work: Promise<unknown>;

  constructor(bundle: string, onChange: () => void) {
    this.#bundle = bundle;
    this.#onChange = onChange;
    // Notes that cannot be read keep nobody from seeing the rollout; who writes one is told.
    this.#work = this.#load().catch(() => {});
  }

  /** In the order in which they were written. */
  get list(): readonly NoteView[] {
    return this.#notes;
  }

  of(ref: EntityRef): string | undefined {
    return this.#notes.find(note => same(note.ref, ref))?.text;
  }

  /** Writes the note of an object; an empty text takes it away. Rejects with a sentence when it cannot be kept. */
  set(ref: EntityRef, text: string): Promise<void> {
    const work = this.#work.then(() => this.#set(ref, text.trim().slice(0, longestNote)));
    this.#work = work.catch(() => {});
    return work;
  }

  async #set(ref: EntityRef, text: string): Promise<void> {
    await this.#load();
    const others = this.#notes.filter(note => !same(note.ref, ref));
    const notes = text === '' ? others : [...others, { ref, text }];
    if (notes.length > mostNotes)
      throw new Error(`A rollout has room for ${mostNotes} notes; delete one of them first.`);
    await this.#write(notes);
    this.#take(notes);
  }

  async #load(): Promise<void> {
    const path = join(this.#bundle, notesName);
    const found = await stat(path).catch(() => undefined);
    if (!found) return this.#take([]);
    if (found.size > mostNoteBytes || !found.isFile()) throw new Error(`${notesName} holds no notes of Cellscope.`);
    this.#take(readNotes(await readFile(path, 'utf8')));
  }

  #take(notes: readonly NoteView[]): void {
    if (JSON.stringify(notes) === JSON.stringify(this.#notes)) return;
    this.#notes = notes;
    this.#onChange();
  }

  async #write(notes: readonly NoteView[]): Promise<void> {
    const path = join(this.#bundle, notesName);
    if (notes.length === 0) return rm(path, { force: true });
    const part = `${path}.${randomBytes(4).toString('hex')}.part`;
    try {
      const file = await open(part, 'wx');
      try {
        await file.writeFile(notesText(notes));
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The note cannot be kept in ${this.#bundle}: ${reason}`);
    }
  }
}

function same(one: EntityRef, other: EntityRef): boolean {
  return one.kind === other.kind && one.id === other.id;
}
