/**
 * The objects spans stand for, as two columns instead of an object each: a timeline may name a million of them.
 */

import type { EntityKind, EntityRef } from '../../runtime/trace/timeline/columns.ts';

export class EntityTable {
  private readonly kinds: EntityKind[] = [];
  private readonly ids: string[] = [];
  private kindOf = new Uint8Array(0);

  append(refs: readonly EntityRef[]): void {
    const count = this.ids.length;
    if (this.kindOf.length < count + refs.length) {
      const wider = new Uint8Array(Math.max(count + refs.length, Math.floor(this.kindOf.length * 1.5)));
      wider.set(this.kindOf);
      this.kindOf = wider;
    }
    for (const { kind, id } of refs) {
      let place = this.kinds.indexOf(kind);
      if (place < 0) place = this.kinds.push(kind) - 1;
      this.kindOf[this.ids.length] = place;
      this.ids.push(id);
    }
  }

  at(index: number): EntityRef | null {
    const id = this.ids[index];
    const kind = this.kinds[this.kindOf[index] ?? 0];
    return id === undefined || kind === undefined ? null : { kind, id };
  }

  /** Every index under which this object is named. */
  indicesOf(ref: EntityRef): Set<number> {
    const found = new Set<number>();
    const place = this.kinds.indexOf(ref.kind);
    for (let index = this.ids.indexOf(ref.id); index >= 0; index = this.ids.indexOf(ref.id, index + 1)) {
      if (this.kindOf[index] === place) found.add(index);
    }
    return found;
  }
}
