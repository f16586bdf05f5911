/**
 * Places to which a step can lead where V8 has nothing to go by: each gets a breakpoint of its own until the next stop.
 *
 * Invariants: one place for each line; none outlives `clear`; places outside the cell's own text are none. Lines and
 * columns count from 0.
 */

import type { BreakpointSet } from './breakpointSet.ts';
import type { Inspector } from './inspector.ts';
import type { Location } from './inspectorTypes.ts';
import type { Program, Span, Spot } from './program.ts';

/** At most so many functions are covered. */
const mostSpans = 40;

export class StepPlaces {
  readonly #inspector: Inspector;
  readonly #set: BreakpointSet;
  readonly #program: Program;
  /** The script that runs; empty before it is known. */
  script = '';
  #ids: string[] = [];
  #covering = false;
  #covered = false;

  constructor(inspector: Inspector, set: BreakpointSet, program: Program) {
    this.#inspector = inspector;
    this.#set = set;
    this.#program = program;
  }

  /** Whether what is delivered now cannot escape the step under way. */
  get covered(): boolean {
    return this.#covered;
  }

  /** What was covered is not enough any more. */
  widen(): void {
    this.#covered = false;
  }

  has(breakpointIds: readonly string[]): boolean {
    return breakpointIds.some(id => this.#ids.includes(id));
  }

  /** Covers these functions, without those in them unless `nested`. */
  async cover(spans: readonly Span[], nested: boolean): Promise<void> {
    if (this.#covering || this.#covered || this.script === '') return;
    this.#covering = true;
    try {
      const inside = await Promise.all(spans.slice(0, mostSpans).map(span => this.#locations(span, nested)));
      const perLine = new Map<number, Location>();
      for (const location of inside.flat()) {
        if (!perLine.has(location.lineNumber)) perLine.set(location.lineNumber, location);
      }
      const set = await this.#set.change(
        [],
        Array.from(perLine.values(), location => ({ method: 'Debugger.setBreakpoint', params: { location } })),
      );
      // One that stands where a person's own breakpoint stands is refused, and not needed.
      this.#ids.push(...set.flatMap(each => (each.status === 'fulfilled' ? [each.value.breakpointId] : [])));
    } finally {
      this.#covering = false;
      this.#covered = true;
    }
  }

  /** One place, before the script is there. */
  async coverOne(url: string, { line, column }: Spot): Promise<void> {
    const params = { url, lineNumber: line, columnNumber: column };
    const [set] = await this.#set.change([], [{ method: 'Debugger.setBreakpointByUrl', params }]);
    if (set?.status === 'fulfilled') this.#ids.push(set.value.breakpointId);
  }

  clear(): void {
    this.#covered = false;
    const ids = this.#ids.splice(0);
    if (ids.length > 0) void this.#set.change(ids, []);
  }

  /** Places in a part of the text at which code can stop. None before the text has been compiled. */
  async spotsBetween(span: Span): Promise<Spot[]> {
    return this.script === '' ? [] : (await this.#locations(span, true)).map(place).map(shown);
  }

  async #locations(span: Span, nested: boolean): Promise<Location[]> {
    const { start, end } = span;
    const scriptId = this.script;
    const { locations } = await this.#inspector.command('Debugger.getPossibleBreakpoints', {
      start: { scriptId, lineNumber: start.line, columnNumber: start.column },
      end: { scriptId, lineNumber: end.line, columnNumber: end.column },
    });
    return locations.filter(location => {
      const spot = place(location);
      return this.#program.contains(spot) && (nested || this.#program.isDirectlyIn(spot, span));
    });
  }
}

export function place({ lineNumber, columnNumber = 0 }: Location): Spot {
  return { line: lineNumber, column: columnNumber };
}

/** What stands before the text on its first line has columns below zero. */
export function shown({ line, column }: Spot): Spot {
  return { line, column: Math.max(0, column) };
}
