/**
 * The awaits of a cell that were begun and not left: where it stands for good when nothing can wake it any more.
 *
 * V8 lets go of a function that waits for what nobody can reach, so it cannot be looked at; but V8 counts how often each
 * part of a text has run, and what follows an `await` has run less often than the `await` itself when calls have not come
 * back from it. One that failed there has not come back either, unless a `catch` around it tells. Leaves out `for await`
 * and an await that nothing follows in its function.
 */

import type { CellDebugger } from './cellDebugger.ts';
import type { ScriptCoverage } from './inspectorTypes.ts';
import type { Await, Spot } from './program.ts';

export interface OpenAwait extends Spot {
  /** Of the function it is in. */
  readonly name: string;
  /** How many times it was begun. */
  readonly begun: number;
  /** How many of these have not come back. */
  readonly open: number;
}

interface Total {
  /** Of the function; empty for one without a name. */
  name: string;
  begun: number;
  left: number;
  /** How often the `catch` around it has run. */
  caught: number;
}

export class OpenAwaits {
  readonly #cell: CellDebugger;
  readonly #awaits: readonly Await[];
  /** V8 begins to count anew whenever it is asked. */
  readonly #totals: readonly Total[];

  constructor(cell: CellDebugger) {
    this.#cell = cell;
    this.#awaits = cell.program.awaits;
    this.#totals = this.#awaits.map(() => ({ name: '', begun: 0, left: 0, caught: 0 }));
  }

  /** In the order of the text, those outside of any function last. */
  async all(): Promise<OpenAwait[]> {
    const { inspector, code, program } = this.#cell;
    if (this.#awaits.length === 0) return [];
    const { result } = await inspector.command('Profiler.takePreciseCoverage');
    const functions = result.filter(({ scriptId }) => code.scripts.owns(scriptId)).flatMap(script => script.functions);
    for (const [index, total] of this.#totals.entries()) {
      const each = this.#awaits[index];
      if (each === undefined) continue;
      const { name, begun, left, caught } = countsOf(functions, each, code.scripts.shift);
      // V8 is silent about functions that have not run since.
      if (name !== '') total.name = name;
      total.begun += begun;
      total.left += left;
      total.caught += caught;
    }
    const open = this.#awaits.flatMap((each, index): OpenAwait[] => {
      const total = this.#totals[index];
      if (total === undefined || total.begun <= total.left || this.#allFailed(each)) return [];
      const name = total.name === '' ? program.nameless(each.spot) : total.name;
      return [{ ...each.spot, name, begun: total.begun, open: total.begun - total.left }];
    });
    return [...open.filter(each => !program.isTopLevel(each)), ...open.filter(each => program.isTopLevel(each))];
  }

  /** Whether every call that has not come back, from this await or another in its `try`, was caught in there. */
  #allFailed({ handler }: Await): boolean {
    if (handler === null) return false;
    const together = this.#totals.filter((_, index) => this.#awaits[index]?.handler === handler);
    const open = together.reduce((sum, { begun, left }) => sum + Math.max(0, begun - left), 0);
    return open <= (together[0]?.caught ?? 0);
  }
}

/** How often an `await` was begun, and how often what follows it has run, since V8 was asked last. */
function countsOf(
  functions: ScriptCoverage['functions'],
  { start, after, functionEnd, handler }: Await,
  shift: number,
): Total {
  const at = start + shift;
  const around = functions.filter(({ ranges: [whole] }) => whole !== undefined && isIn(at, whole));
  const [inner] = around.toSorted((a, b) => lengthOf(a.ranges[0]) - lengthOf(b.ranges[0]));
  const whole = inner?.ranges[0];
  // Where V8 is silent about its function, one around that is found.
  const isItself = functionEnd === null || Math.abs((whole?.endOffset ?? 0) - shift - functionEnd) <= 1;
  if (inner === undefined || whole === undefined || !isItself) return { name: '', begun: 0, left: 0, caught: 0 };
  const count = (offset: number) =>
    inner.ranges.filter(range => isIn(offset, range)).toSorted((a, b) => lengthOf(a) - lengthOf(b))[0]?.count ?? 0;
  const begun = count(at);
  const behind = after.map(offset => offset + shift).filter(offset => isIn(offset, whole));
  const left = behind.length === 0 ? begun : Math.min(...behind.map(count));
  return { name: inner.functionName, begun, left, caught: handler === null ? 0 : count(handler + shift) };
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
