/**
 * The awaits of a cell that were begun and not left: where it stands for good when nothing can wake it any more.
 *
 * V8 lets go of a function that waits for what nobody can reach, so it cannot be looked at; but V8 counts how often each
 * part of a function has run (`awaitCounts.ts`), and what follows an `await` has run less often than the `await` itself
 * when calls have not come back from it. One that failed there has not come back either, unless a `catch` around it tells.
 * Where nothing follows (`return await`) those who await the function tell: what has not come back to them, and stands at
 * no other await of it, stands there. Where nothing follows in a branch (`if (a) await b;`) what has not come out of the
 * whole branch stands there. The cell's text itself is kept, and says where it waits. Leaves out two such awaits in one
 * statement (`if (a) await b; else await c;`) in another function than the text.
 */

import type { Await } from './awaitsIn.ts';
import type { CellDebugger } from './cellDebugger.ts';
import type { ScriptCoverage } from './inspectorTypes.ts';
import type { Spot } from './program.ts';

export interface OpenAwait extends Spot {
  /** Of the function it is in. */
  readonly name: string;
  /** How many times it was begun. */
  readonly begun: number;
  /** How many of these have not come back. */
  readonly open: number;
}

interface Total {
  begun: number;
  left: number;
  /** How often the `catch` around it has run. */
  caught: number;
}

export class OpenAwaits {
  readonly #cell: CellDebugger;
  readonly #awaits: readonly Await[];
  /** V8 begins to count anew whenever it is asked. */
  readonly #totals: ReadonlyMap<Await, Total>;

  constructor(cell: CellDebugger) {
    this.#cell = cell;
    this.#awaits = cell.program.awaits;
    this.#totals = new Map(this.#awaits.map(each => [each, { begun: 0, left: 0, caught: 0 }]));
  }

  /** In the order of the text, that of the text itself last. */
  async all(): Promise<OpenAwait[]> {
    const { counts, scripts } = this.#cell.code;
    const functions = (await counts.take()).flatMap(script => script.functions);
    for (const [each, total] of this.#totals) {
      const { begun, left, caught } = countsOf(functions, each, scripts.shift);
      total.begun += begun;
      total.left += left;
      total.caught += caught;
    }
    const main = await counts.mainWaits();
    const open = this.#openOf(main);
    const inside = this.#awaits.flatMap((each): OpenAwait[] => {
      const many = open.get(each) ?? 0;
      if (each.around === null || many <= 0) return [];
      const name = each.around.name === '' ? this.#cell.program.nameless(each.spot) : each.around.name;
      return [{ ...each.spot, name, begun: Math.max(this.#begun(each), many), open: many }];
    });
    if (main === null) return inside;
    return [...inside, { ...main, name: this.#cell.program.nameless(main), begun: 1, open: 1 }];
  }

  /** How many calls have not come back from each. */
  #openOf(main: Spot | null): Map<Await, number> {
    const open = new Map<Await, number>();
    const inside = this.#awaits.filter(({ around }) => around !== null);
    for (const each of inside.filter(({ loop, after }) => loop === null && after.length > 0)) {
      open.set(each, this.#allFailed(each) ? 0 : this.#missing(each));
    }
    // Whoever has not left a loop may stand inside it. The innermost first.
    for (const each of inside.filter(({ loop }) => loop !== null).reverse()) {
      const within = inside.filter(other => other !== each && isAround(each.loop, other) && sameAround(each, other));
      const others = within.reduce((sum, other) => sum + Math.max(0, open.get(other) ?? 0), 0);
      open.set(each, this.#missing(each) - others);
    }
    const standing = this.#awaits.find(each => main !== null && isAt(each, main));
    if (standing !== undefined) open.set(standing, 1);
    const last = inside.filter(({ loop, after }) => loop === null && after.length === 0);
    // One that is the last may be awaited by another that is.
    for (let more = last.length; more > 0; more--) for (const each of last) open.set(each, this.#atEnd(each, open));
    return open;
  }

  /** What awaits this function and has not come back, and stands at no other await of it. */
  #atEnd(each: Await, open: ReadonlyMap<Await, number>): number {
    const { around } = each;
    if (around === null) return 0;
    const of = (those: readonly Await[]) => those.reduce((sum, other) => sum + Math.max(0, open.get(other) ?? 0), 0);
    const called = of(this.#awaits.filter(({ calls }) => around.name !== '' && calls === around.name));
    const given = of(this.#awaits.filter(other => other.after.length > 0 && isAround(other, around))) > 0 ? 1 : 0;
    const elsewhere = of(this.#awaits.filter(other => other !== each && sameAround(other, each)));
    // V8 does not count in a function that has nothing but this.
    const alone = !this.#awaits.some(other => other !== each && sameAround(other, each));
    const begun = this.#begun(each);
    return Math.min(begun === 0 && alone ? Number.POSITIVE_INFINITY : begun, Math.max(called, given) - elsewhere);
  }

  #begun(each: Await): number {
    return this.#totals.get(each)?.begun ?? 0;
  }

  #missing(each: Await): number {
    const { begun, left } = this.#totals.get(each) ?? { begun: 0, left: 0 };
    return Math.max(0, begun - left);
  }

  /** Whether every call that has not come back, from this await or another in its `try`, was caught in there. */
  #allFailed({ handler }: Await): boolean {
    if (handler === null) return false;
    const together = this.#awaits.filter(each => each.handler === handler);
    const open = together.reduce((sum, each) => sum + this.#missing(each), 0);
    const [first] = together;
    return first !== undefined && open <= (this.#totals.get(first)?.caught ?? 0);
  }
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function isAround(outer: Stretch | null, inner: Stretch): boolean {
  return outer !== null && outer.start <= inner.start && inner.end <= outer.end && outer !== inner;
}

function sameAround(one: Await, other: Await): boolean {
  return one.around?.start === other.around?.start;
}

function isAt({ spot, around }: Await, main: Spot): boolean {
  return around === null && spot.line === main.line && spot.column === main.column;
}

/** How often an `await` was begun, and how often what follows it has run, since V8 was asked last. */
function countsOf(functions: ScriptCoverage['functions'], each: Await, shift: number): Total {
  const { start, after, around, handler, bare, loop } = each;
  const none = { begun: 0, left: 0, caught: 0 };
  if (around === null) return none;
  // V8 is silent about a function that has not run since.
  const functionsAround = functions.filter(({ ranges: [whole] }) => whole !== undefined && isIn(start + shift, whole));
  const [innermost] = functionsAround.toSorted((a, b) => lengthOf(a.ranges[0]) - lengthOf(b.ranges[0]));
  const ends = innermost?.ranges[0]?.endOffset ?? 0;
  const own = Math.abs(ends - shift - around.end) <= 1 ? innermost : undefined;
  const whole = own?.ranges[0];
  if (own === undefined || whole === undefined) return none;
  const count = (offset: number) =>
    own.ranges.filter(range => isIn(offset + shift, range)).toSorted((a, b) => lengthOf(a) - lengthOf(b))[0]?.count ??
    0;
  const begun = count(start);
  const behind = after.filter(offset => isIn(offset + shift, whole));
  const gone = (loop?.leaves ?? []).reduce((sum, offset) => sum + count(offset), 0);
  if (bare !== null) {
    return {
      begun,
      left: begun - (count(bare.start) - count(bare.end)),
      caught: handler === null ? 0 : count(handler),
    };
  }
  const left = behind.length === 0 ? begun : Math.min(...behind.map(count)) + gone;
  return { begun, left, caught: handler === null ? 0 : count(handler) };
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
}

function isIn(offset: number, { startOffset, endOffset }: Range): boolean {
  return startOffset <= offset && offset < endOffset;
}

function lengthOf(range: Range | undefined): number {
  return range === undefined ? 0 : range.endOffset - range.startOffset;
}
