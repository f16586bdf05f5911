/**
 * All breakpoints that V8 is to have, whoever wants them.
 *
 * V8 numbers them from 1 whenever a thread takes up the isolate, and removes them and tells of hits by their numbers: one
 * that is given twice means either. So which has been hit is told by the place, and every change removes all and sets
 * those anew that are to stay, which leaves none too many and none too few whatever their numbers.
 */

import type { Inspector } from './inspector.ts';
import type { Location, SetAt } from './inspectorTypes.ts';
import type { Spot } from './spot.ts';

export type Wanted =
  | { readonly method: 'Debugger.setBreakpoint'; readonly params: { readonly location: Location } }
  | { readonly method: 'Debugger.setBreakpointByUrl'; readonly params: object };

interface Standing {
  readonly wanted: Wanted;
  /** Places that V8 has found for it. */
  readonly places: Set<string>;
}

export class BreakpointSet {
  readonly #inspector: Inspector;
  /** By V8's name, which stays the same. */
  readonly #set = new Map<string, Standing>();
  /** The last change under way. */
  #changing: Promise<unknown> | null = null;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  /** What became of each that is added, in their order: V8 refuses one where another of its kind stands. */
  change(removed: readonly string[], added: readonly Wanted[]): Promise<PromiseSettledResult<SetAt>[]> {
    const change = () => this.#change(removed, added);
    const changed = this.#changing === null ? change() : this.#changing.then(change);
    this.#changing = changed;
    void changed.then(() => {
      if (this.#changing === changed) this.#changing = null;
    });
    return changed;
  }

  /** V8 has found a place for one. */
  resolved(breakpointId: string, { lineNumber, columnNumber = 0 }: Location): void {
    this.#set.get(breakpointId)?.places.add(`${lineNumber}:${columnNumber}`);
  }

  /** Which have been hit where code stands. `told` by V8: none when it does not stand for any. */
  hitAt(told: readonly string[], { line, column }: Spot): readonly string[] {
    if (told.length === 0) return told;
    const here = [...this.#set].flatMap(([id, { places }]) => (places.has(`${line}:${column}`) ? [id] : []));
    return here.length > 0 ? here : told;
  }

  async #change(removed: readonly string[], added: readonly Wanted[]): Promise<PromiseSettledResult<SetAt>[]> {
    const gone = removed.filter(id => this.#set.delete(id));
    const kept = [...this.#set.keys()];
    for (const breakpointId of [...gone, ...kept]) this.#inspector.tell('Debugger.removeBreakpoint', { breakpointId });
    const again = Array.from(this.#set.values(), ({ wanted }) => wanted);
    // All in one go: nothing of the cell runs in between.
    const [, put] = await Promise.all([this.#put(again), this.#put(added)]);
    return put;
  }

  #put(all: readonly Wanted[]): Promise<PromiseSettledResult<SetAt>[]> {
    return Promise.allSettled(
      all.map(async wanted => {
        const at = await this.#ask(wanted);
        const places = at.locations.map(({ lineNumber, columnNumber = 0 }) => `${lineNumber}:${columnNumber}`);
        this.#set.set(at.breakpointId, { wanted, places: new Set(places) });
        return at;
      }),
    );
  }

  async #ask({ method, params }: Wanted): Promise<SetAt> {
    if (method === 'Debugger.setBreakpointByUrl') return this.#inspector.command(method, params);
    const { breakpointId, actualLocation } = await this.#inspector.command(method, params);
    return { breakpointId, locations: [actualLocation] };
  }
}
