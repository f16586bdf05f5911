/**
 * The awaits of a cell that were begun and not left: where it stands for good when nothing can wake it any more.
 *
 * V8 lets go of a function that waits for what nobody can reach, so it cannot be looked at; but V8 counts how often each
 * part of a text has run, and what follows an `await` has run less often than the `await` itself when calls have not come
 * back from it. One that failed there has not come back either. Leaves out `for await` and an await that nothing follows
 * in its function.
 */

import type { CellDebugger } from './cellDebugger.ts';
import { cellFile } from './codeStops.ts';
import type { Spot } from './program.ts';

export interface OpenAwait extends Spot {
  /** Of the function it is in. */
  readonly name: string;
  /** How many times it was begun. */
  readonly begun: number;
  /** How many of these have not come back. */
  readonly open: number;
}

/** In the order of the text, those outside of any function last. */
export async function openAwaits({ inspector, code, program }: CellDebugger): Promise<OpenAwait[]> {
  const { result } = await inspector.command('Profiler.takePreciseCoverage');
  const script = result.find(({ url, scriptId }) => url === cellFile && code.owns(scriptId));
  if (script === undefined) return [];
  const found = program.awaits.flatMap(({ start, after, spot }): OpenAwait[] => {
    const at = start + code.shift;
    const around = script.functions.filter(({ ranges: [whole] }) => whole !== undefined && isIn(at, whole));
    const [inner] = around.toSorted((a, b) => lengthOf(a.ranges[0]) - lengthOf(b.ranges[0]));
    const whole = inner?.ranges[0];
    if (inner === undefined || whole === undefined) return [];
    const count = (offset: number) =>
      inner.ranges.filter(range => isIn(offset, range)).toSorted((a, b) => lengthOf(a) - lengthOf(b))[0]?.count ?? 0;
    const begun = count(at);
    const left = after.map(offset => offset + code.shift).filter(offset => isIn(offset, whole));
    const open = begun - Math.min(begun, ...left.map(count));
    const name = inner.functionName === '' ? program.nameless(spot) : inner.functionName;
    return open > 0 ? [{ ...spot, name, begun, open }] : [];
  });
  return [...found.filter(each => !program.isTopLevel(each)), ...found.filter(each => program.isTopLevel(each))];
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
