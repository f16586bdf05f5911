/**
 * The objects a timeline names, as columns: a kind, and an id in one run of UTF-8. A timeline may name a million of them,
 * and a message that carries an object for each takes seconds to cross to a page.
 *
 * Invariants: ids come back as they went in as long as they are well-formed text, which every id of a read bundle is;
 * whoever reads columns from outside gets null for what is not there, never an error.
 */

import type { Column } from './column.ts';
import { int32, uint8 } from './column.ts';
import { type EntityColumns, type EntityKind, type EntityRef, entityKinds } from './columns.ts';

const kindIndex = new Map(entityKinds.map((kind, index) => [kind, index]));
const encoder = new TextEncoder();
/** A mark at the beginning of an id is part of it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** UTF-8 takes three bytes at most for what is one unit in a string. */
const widest = 3;

/** A growing list; indices count from 0 and stay. */
export class EntityList {
  readonly #kind: Column<Uint8Array> = uint8();
  readonly #idEnd: Column<Int32Array> = int32();
  #ids = new Uint8Array(1 << 10);
  #used = 0;
  #expected = 0;

  get length(): number {
    return this.#kind.length;
  }

  /** So many objects will come: room for them is made at once, as soon as it shows how long their ids are. */
  expect(count: number): void {
    this.#kind.reserve(count);
    this.#idEnd.reserve(count);
    this.#expected = count;
  }

  add(kind: EntityKind, id: string): number {
    this.#reserve(id.length * widest);
    this.#used += written(id, this.#ids, this.#used);
    this.#kind.push(kindIndex.get(kind) ?? 0);
    this.#idEnd.push(this.#used);
    return this.#kind.length - 1;
  }

  /** Takes over the objects of a delta, behind those that are here. Columns that do not fit together add what does. */
  append({ count, kind, idEnd, ids }: EntityColumns): void {
    this.#reserve(ids.length);
    this.#ids.set(ids, this.#used);
    let end = 0;
    for (let index = 0; index < count; index++) {
      end = Math.max(end, Math.min(idEnd[index] ?? 0, ids.length));
      this.#kind.push(kind[index] ?? 0);
      this.#idEnd.push(this.#used + end);
    }
    this.#used += ids.length;
  }

  at(index: number): EntityRef | null {
    if (!(index >= 0 && index < this.length)) return null;
    const kind = entityKinds[this.#kind.at(index)];
    return kind === undefined
      ? null
      : { kind, id: decoder.decode(this.#ids.subarray(this.#start(index), this.#idEnd.at(index))) };
  }

  /** Every index under which this object is named. */
  indicesOf({ kind, id }: EntityRef): Set<number> {
    const found = new Set<number>();
    const wanted = encoder.encode(id);
    const place = kindIndex.get(kind);
    let start = 0;
    for (let index = 0; index < this.length; index++) {
      const end = this.#idEnd.at(index);
      if (end - start === wanted.length && this.#kind.at(index) === place && this.#holds(wanted, start))
        found.add(index);
      start = end;
    }
    return found;
  }

  /** A copy of the objects from `from` up to, not including, `to`. */
  columns(from = 0, to: number = this.length): EntityColumns {
    const begin = this.#start(from);
    const idEnd = this.#idEnd.copy(from, to);
    return {
      count: to - from,
      kind: this.#kind.copy(from, to),
      idEnd: begin === 0 ? idEnd : idEnd.map(end => end - begin),
      ids: this.#ids.slice(begin, this.#start(to)),
    };
  }

  /** The first `count` objects, in views. */
  view(count: number): EntityColumns {
    return {
      count,
      kind: this.#kind.view(0, count),
      idEnd: this.#idEnd.view(0, count),
      ids: this.#ids.subarray(0, this.#start(count)),
    };
  }

  #start(index: number): number {
    return index === 0 ? 0 : this.#idEnd.at(index - 1);
  }

  #holds(bytes: Uint8Array, at: number): boolean {
    for (let index = 0; index < bytes.length; index++) if (this.#ids[at + index] !== bytes[index]) return false;
    return true;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#ids.length) return;
    const mean = this.length === 0 ? 0 : this.#used / this.length;
    const all = Math.ceil(mean * this.#expected * 1.3);
    const wider = new Uint8Array(Math.max(this.#used + bytes, this.#ids.length * 2, all));
    wider.set(this.#ids.subarray(0, this.#used));
    this.#ids = wider;
  }
}

export function entityColumns(refs: Iterable<EntityRef> = []): EntityColumns {
  const list = new EntityList();
  for (const { kind, id } of refs) list.add(kind, id);
  return list.columns();
}

/** The object at an index; null when there is none. */
export function entityAt({ count, kind, idEnd, ids }: EntityColumns, index: number): EntityRef | null {
  const name = index >= 0 && index < count ? entityKinds[kind[index] ?? -1] : undefined;
  if (name === undefined) return null;
  return { kind: name, id: decoder.decode(ids.subarray(index === 0 ? 0 : idEnd[index - 1], idEnd[index])) };
}

/** The objects from `from` up to, not including, `to`; kinds and ids in views. */
export function sliceEntities({ kind, idEnd, ids }: EntityColumns, from: number, to: number): EntityColumns {
  const begin = from === 0 ? 0 : (idEnd[from - 1] ?? 0);
  const end = to === 0 ? 0 : (idEnd[to - 1] ?? 0);
  return {
    count: to - from,
    kind: kind.subarray(from, to),
    idEnd: begin === 0 ? idEnd.subarray(from, to) : idEnd.subarray(from, to).map(each => each - begin),
    ids: ids.subarray(begin, end),
  };
}

/** Nearly every id is ASCII and short: written by hand that is faster than asking the encoder. */
function written(id: string, into: Uint8Array, at: number): number {
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index);
    if (code > 0x7f) return encoder.encodeInto(id, into.subarray(at)).written;
    into[at + index] = code;
  }
  return id.length;
}
