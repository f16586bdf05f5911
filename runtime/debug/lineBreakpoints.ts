/**
 * Breakpoints a person set on lines: conditions (V8's business), hit counts and log points (ours).
 *
 * Invariants: after `set` V8 has exactly the breakpoints that were given last; a condition that cannot be read, or fails,
 * is told of: V8 would just never stop. For a line without a place at its beginning V8 takes the next in the order in which
 * it has compiled the function, where the tests of a `switch` come before what is in its cases: such a breakpoint is moved
 * to the next place in the text, and one that has none is none.
 */

import { parse } from 'acorn';
import type { BreakpointSet, Wanted } from './breakpointSet.ts';
import { cellFile } from './codeFrame.ts';
import type { Inspector } from './inspector.ts';
import type { Location, SetAt } from './inspectorTypes.ts';
import type { Program, Span, Spot } from './program.ts';

export interface LineBreakpoint {
  /** From 0. */
  readonly line: number;
  readonly column?: number;
  readonly condition?: string;
  /** `5`, `>5`, `>=5`, `<5`, `<=5`, `==5`, `%5`. */
  readonly hitCondition?: string;
  /** Text to put out instead of stopping; what stands in braces is evaluated. */
  readonly logMessage?: string;
}

export interface SetBreakpoint {
  readonly id: number;
  readonly line: number;
  readonly column?: number;
  readonly verified: boolean;
  readonly message?: string;
}

interface Known {
  readonly id: number;
  readonly asked: LineBreakpoint;
  /** V8 was given its very place. */
  readonly moved: boolean;
  hits: number;
  /** Its condition has failed, and that was told. */
  failed: boolean;
}

type Placed =
  | { readonly known: Known; readonly at: SetAt }
  | { readonly known?: never; readonly at?: never; readonly why: string };

export class LineBreakpoints {
  readonly #inspector: Inspector;
  readonly #set: BreakpointSet;
  readonly #program: Program;
  readonly #onLog: (text: string) => void;
  readonly #known = new Map<string, Known>();
  /** V8 has found the place of a breakpoint. */
  onResolved: (breakpoint: SetBreakpoint) => void = () => {};
  /** Places in a part of the text at which code can stop. */
  spotsBetween: (span: Span) => Promise<readonly Spot[]> = async () => [];
  readonly #moving = new Set<Promise<unknown>>();
  #lastId = 0;

  constructor(inspector: Inspector, set: BreakpointSet, program: Program, onLog: (text: string) => void) {
    this.#inspector = inspector;
    this.#set = set;
    this.#program = program;
    this.#onLog = onLog;
  }

  /** Replaces all. */
  async set(wanted: readonly LineBreakpoint[]): Promise<SetBreakpoint[]> {
    await this.settled();
    const removed = [...this.#known.keys()];
    this.#known.clear();
    const checked = wanted.map(asked => ({ id: ++this.#lastId, asked, refused: this.#refusal(asked) }));
    const knowns = checked
      .filter(({ refused }) => refused === null)
      .map(({ id, asked }): Known => ({ id, asked, moved: false, hits: 0, failed: false }));
    const placed = await this.#place(removed, knowns);
    const set: SetBreakpoint[] = [];
    for (const { id, asked, refused } of checked) {
      const outcome = placed.get(id);
      if (outcome?.known === undefined) {
        set.push({ id, line: asked.line, verified: false, message: refused ?? outcome?.why ?? '' });
      } else set.push(await this.#added(outcome.known, outcome.at));
    }
    return set;
  }

  resolved(breakpointId: string, location: Location): void {
    const known = this.#known.get(breakpointId);
    if (known === undefined) return;
    this.onResolved(this.#resolution(known, location));
    const moving = this.#move(breakpointId, known, location).then(
      moved => moved && this.onResolved(moved),
      () => {},
    );
    this.#moving.add(moving);
    void moving.finally(() => this.#moving.delete(moving));
  }

  /** Every breakpoint is where it belongs. */
  async settled(): Promise<void> {
    await Promise.all(this.#moving);
  }

  /** Which of the breakpoints that V8 has hit are to stop the cell; log points speak. */
  async hit(ids: readonly string[], frame: string | undefined): Promise<number[]> {
    const stopping: number[] = [];
    const here = ids.flatMap(id => this.#known.get(id) ?? []);
    for (const known of here) {
      if (await this.#fails(known, frame, ids.length > 1)) continue;
      known.hits++;
      if (!hitsEnough(known.asked.hitCondition, known.hits)) continue;
      if (known.asked.logMessage === undefined) stopping.push(known.id);
      else this.#onLog(await this.#logText(known.asked.logMessage, frame));
    }
    return stopping;
  }

  #refusal(asked: LineBreakpoint): string | null {
    return asked.line >= this.#program.lines.length ? 'This line is not part of the cell.' : refusal(asked);
  }

  async #added(known: Known, { breakpointId, locations }: SetAt): Promise<SetBreakpoint> {
    const found = locations.at(-1);
    if (found === undefined) return { id: known.id, line: known.asked.line, verified: true };
    const moved = await this.#move(breakpointId, known, found).catch(() => null);
    return moved ?? this.#resolution(known, found);
  }

  /** In V8, each at a place of its own or where it was asked for; by their numbers. */
  async #place(removed: readonly string[], knowns: readonly Known[], at?: Spot): Promise<Map<number, Placed>> {
    const outcomes = await this.#set.change(
      removed,
      knowns.map(({ asked }) => wantedFor(asked, at ?? { line: asked.line, column: asked.column ?? 0 })),
    );
    const placed = new Map<number, Placed>();
    for (const [index, known] of knowns.entries()) {
      const outcome = outcomes[index];
      if (outcome?.status !== 'fulfilled') {
        placed.set(known.id, { why: String(outcome?.reason?.message ?? '') });
        continue;
      }
      this.#known.set(outcome.value.breakpointId, known);
      placed.set(known.id, { known, at: outcome.value });
    }
    return placed;
  }

  /** To the next place in the text; what became of it, or null when V8 has found that itself. */
  async #move(breakpointId: string, known: Known, { lineNumber, columnNumber = 0 }: Location) {
    const { line, column = 0 } = known.asked;
    if (known.moved || lineNumber <= line) return null;
    const spots = await this.spotsBetween({ start: { line, column }, end: { line: lineNumber, column: columnNumber } });
    const begins = /\S|$/.exec(this.#program.lines[line] ?? '')?.index ?? 0;
    const around = this.#program.functionAround({ line, column: Math.max(column, begins) });
    const next = spots.find(spot => spot.line === line) ?? spots.find(spot => this.#program.isDirectlyIn(spot, around));
    const beyond = lineNumber >= this.#program.lines.length;
    if ((next === undefined && !beyond) || !this.#known.delete(breakpointId)) return null;
    if (next === undefined) {
      await this.#set.change([breakpointId], []);
      return this.#resolution(known, { lineNumber });
    }
    const moved = { ...known, moved: true };
    // Refused where another stands already.
    const outcome = (await this.#place([breakpointId], [moved], next)).get(known.id);
    const found = outcome?.at?.locations.at(-1);
    return this.#resolution(moved, found ?? { lineNumber: next.line, columnNumber: next.column });
  }

  #resolution({ id, asked }: Known, { lineNumber: line, columnNumber = 0 }: Omit<Location, 'scriptId'>): SetBreakpoint {
    if (line >= this.#program.lines.length) return { id, line: asked.line, verified: false };
    const column = asked.column === undefined ? {} : { column: Math.max(0, columnNumber) };
    return { id, line, ...column, verified: true };
  }

  /**
   * Whether the condition has failed here; tells it the first time. `doubtful`: V8 may have stopped for another that stands
   * here, so whether it holds counts as well.
   */
  async #fails(known: Known, callFrameId: string | undefined, doubtful: boolean): Promise<boolean> {
    const { condition } = known.asked;
    if (hasNone(condition) || callFrameId === undefined) return false;
    // One that changes something is not asked twice: it has held, or will be taken for one that has.
    const { result, exceptionDetails } = await this.#inspector.command('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: `!(${condition}\n)`,
      silent: true,
      throwOnSideEffect: true,
    });
    const why = exceptionDetails?.exception?.description?.split('\n')[0] ?? exceptionDetails?.text;
    if (why === undefined) return doubtful && result.value === true;
    if (why.startsWith('EvalError: Possible side-effect')) return false;
    if (!known.failed) this.#onLog(`The condition "${condition}" of a breakpoint fails: ${why}`);
    known.failed = true;
    return true;
  }

  async #logText(message: string, callFrameId: string | undefined): Promise<string> {
    if (callFrameId === undefined) return message;
    const parts = message.split(/\{([^{}]*)\}/);
    const shown = await Promise.all(
      parts.map(async (part, index) => {
        if (index % 2 === 0) return part;
        const expression = `(v => typeof v === 'string' ? v : typeof v === 'object' && v !== null ? JSON.stringify(v) : String(v))(${part})`;
        const { result, exceptionDetails } = await this.#inspector.command('Debugger.evaluateOnCallFrame', {
          callFrameId,
          expression,
          silent: true,
          returnByValue: true,
        });
        return exceptionDetails === undefined
          ? String(result.value)
          : `{${exceptionDetails.exception?.description?.split('\n')[0] ?? 'error'}}`;
      }),
    );
    return shown.join('');
  }
}

function wantedFor({ condition }: LineBreakpoint, { line, column }: Spot): Wanted {
  // V8 takes a condition that fails for one that does not hold.
  const asked = hasNone(condition)
    ? {}
    : { condition: `(() => { try { return (${condition}\n); } catch { return true; } })()` };
  const place = { url: cellFile, lineNumber: line, columnNumber: column };
  return { method: 'Debugger.setBreakpointByUrl', params: { ...place, ...asked } };
}

function hasNone(condition: string | undefined): boolean {
  return condition === undefined || condition.trim() === '';
}

/** What is wrong with how it was written; null when nothing is. */
function refusal({ condition, hitCondition }: LineBreakpoint): string | null {
  if (hitCondition !== undefined && hitCondition.trim() !== '' && !hitCount.test(hitCondition)) {
    return `"${hitCondition.trim()}" is no hit count: write a number, or one after >, >=, <, <=, == or %.`;
  }
  if (hasNone(condition)) return null;
  try {
    parse(`(${condition}\n)`, { ecmaVersion: 'latest', allowSuperOutsideMethod: true });
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, '') : String(error);
    return `The condition cannot be read: ${why}.`;
  }
}

const hitCount = /^\s*(>=|<=|==?=?|>|<|%)?\s*(\d+)\s*$/;

function hitsEnough(condition: string | undefined, hits: number): boolean {
  if (condition === undefined || condition.trim() === '') return true;
  const parts = hitCount.exec(condition);
  if (parts === null) return true;
  const count = Number(parts[2]);
  switch (parts[1]) {
    case '>':
      return hits > count;
    case '<':
      return hits < count;
    case '<=':
      return hits <= count;
    case '%':
      return count > 0 && hits % count === 0;
    case '=':
    case '==':
    case '===':
      return hits === count;
    default:
      return hits >= count;
  }
}
