/**
 * What people wrote about a rollout: kept beside its log in a file of its own that nothing but Cellscope reads.
 *
 * Invariants: the file is replaced as a whole and never half written; what another window wrote meanwhile is kept;
 * a file that cannot be understood is left as it is and said to be so. The bundle's own files are never touched.
 */

import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../runtime/base/json.ts';
import { type EntityRef, entityKinds } from '../../runtime/trace/timeline/columns.ts';

export const notesName = 'notes.json';
const version = 1;
const mostNotes = 1_000;
/** Characters. */
export const longestNote = 4_000;
const mostBytes = 16 * 1024 * 1024;

export interface Note {
  readonly ref: EntityRef;
  readonly text: string;
}

export class RolloutNotes {
  readonly #bundle: string;
  readonly #onChange: () => void;
  #notes: readonly Note[] = [];
  #work: Promise<unknown>;

  constructor(bundle: string, onChange: () => void) {
    this.#bundle = bundle;
    this.#onChange = onChange;
    // Notes that cannot be read keep nobody from seeing the rollout; who writes one is told.
    this.#work = this.#load().catch(() => {});
  }

  /** In the order in which they were written. */
  get list(): readonly Note[] {
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
    if (found.size > mostBytes || !found.isFile()) throw new Error(`${notesName} holds no notes of Cellscope.`);
    this.#take(readNotes(await readFile(path, 'utf8')));
  }

  #take(notes: readonly Note[]): void {
    if (JSON.stringify(notes) === JSON.stringify(this.#notes)) return;
    this.#notes = notes;
    this.#onChange();
  }

  async #write(notes: readonly Note[]): Promise<void> {
    const path = join(this.#bundle, notesName);
    if (notes.length === 0) return rm(path, { force: true });
    const part = `${path}.${randomBytes(4).toString('hex')}.part`;
    try {
      const file = await open(part, 'wx');
      try {
        await file.writeFile(`${JSON.stringify({ version, notes }, null, 2)}\n`);
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

/** Throws with a sentence when this is no file of notes. */
export function readNotes(text: string): Note[] {
  const value = parsed(text);
  if (!isRecord(value) || !Array.isArray(value.notes)) throw new Error(`${notesName} holds no notes of Cellscope.`);
  if (value.version !== version) throw new Error(`${notesName} was written by a newer Cellscope; update to change it.`);
  return value.notes.slice(0, mostNotes).flatMap(note => asNote(note) ?? []);
}

function asNote(value: unknown): Note | undefined {
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

function same(one: EntityRef, other: EntityRef): boolean {
  return one.kind === other.kind && one.id === other.id;
}
