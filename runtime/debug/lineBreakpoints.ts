/**
 * Breakpoints a person set on lines: conditions (V8's business), hit counts and log points (ours).
 *
 * Invariants: after `set` V8 has exactly the breakpoints that were given last; a condition that cannot be read, or fails,
 * is told of: V8 would just never stop.
 */

import { parse } from 'acorn';
import type { Inspector } from './inspector.ts';
import type { Location } from './inspectorTypes.ts';
import type { Program } from './program.ts';

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
  hits: number;
  /** Its condition has failed, and that was told. */
  failed: boolean;
}

export class LineBreakpoints {
  readonly #inspector: Inspector;
  readonly #program: Program;
  readonly #onLog: (text: string) => void;
  readonly #known = new Map<string, Known>();
  /** V8 has found the place of a breakpoint. */
  onResolved: (breakpoint: SetBreakpoint) => void = () => {};
  #lastId = 0;

  constructor(inspector: Inspector, program: Program, onLog: (text: string) => void) {
    this.#inspector = inspector;
    this.#program = program;
    this.#onLog = onLog;
  }

  /** Replaces all. */
  async set(wanted: readonly LineBreakpoint[]): Promise<SetBreakpoint[]> {
    for (const breakpointId of [...this.#known.keys()]) {
      this.#known.delete(breakpointId);
      await this.#inspector.command('Debugger.removeBreakpoint', { breakpointId });
    }
    const set: SetBreakpoint[] = [];
    for (const asked of wanted) set.push(await this.#add(asked));
    return set;
  }

  resolved(breakpointId: string, location: Location): void {
    const known = this.#known.get(breakpointId);
    if (known === undefined) return;
    const { lineNumber: line, columnNumber = 0 } = location;
    const verified = line < this.#program.lines.length;
    const column = known.asked.column === undefined ? {} : { column: Math.max(0, columnNumber) };
    this.onResolved(
      verified ? { id: known.id, line, ...column, verified } : { id: known.id, line: known.asked.line, verified },
    );
  }

  /** Which of the breakpoints that V8 has hit are to stop the cell; log points speak. */
  async hit(ids: readonly string[], frame: string | undefined): Promise<number[]> {
    const stopping: number[] = [];
    for (const id of ids) {
      const known = this.#known.get(id);
      if (known === undefined || (await this.#fails(known, frame))) continue;
      known.hits++;
      if (!hitsEnough(known.asked.hitCondition, known.hits)) continue;
      if (known.asked.logMessage === undefined) stopping.push(known.id);
      else this.#onLog(await this.#logText(known.asked.logMessage, frame));
    }
    return stopping;
  }

  async #add(asked: LineBreakpoint): Promise<SetBreakpoint> {
    const id = ++this.#lastId;
    const { line, column, condition } = asked;
    if (line >= this.#program.lines.length) {
      return { id, line, verified: false, message: 'This line is not part of the cell.' };
    }
    const refused = refusal(asked);
    if (refused !== null) return { id, line, verified: false, message: refused };
    try {
      const { breakpointId, locations } = await this.#inspector.command('Debugger.setBreakpointByUrl', {
        url: 'exec_main.mjs',
        lineNumber: line,
        columnNumber: column ?? 0,
        // V8 takes a condition that fails for one that does not hold.
        ...(hasNone(condition)
          ? {}
          : { condition: `(() => { try { return (${condition}\n); } catch { return true; } })()` }),
      });
      this.#known.set(breakpointId, { id, asked, hits: 0, failed: false });
      const found = locations.at(-1);
      return { id, line: found?.lineNumber ?? line, verified: true };
    } catch (error) {
      return { id, line, verified: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Whether the condition has failed here; tells it the first time. */
  async #fails(known: Known, callFrameId: string | undefined): Promise<boolean> {
    const { condition } = known.asked;
    if (hasNone(condition) || callFrameId === undefined) return false;
    // One that changes something is not asked twice: it has held, or will be taken for one that has.
    const { exceptionDetails } = await this.#inspector.command('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression: `(${condition}\n)`,
      silent: true,
      throwOnSideEffect: true,
    });
    const why = exceptionDetails?.exception?.description?.split('\n')[0] ?? exceptionDetails?.text;
    if (why === undefined || why.startsWith('EvalError: Possible side-effect')) return false;
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
