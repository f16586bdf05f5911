/**
 * What was alive and open at a mark of a recorded rollout, kept up to date mark by mark, forward and back.
 *
 * Invariant: undoing what was done last leads to the state before it; a step costs the same wherever it is taken.
 */

import type { CodeCell, ToolCall } from '../trace/model.ts';
import type { Mark } from './rolloutMoments.ts';

/** Calls of one cell. */
export interface CellCalls {
  readonly pending: ReadonlySet<ToolCall>;
  /** In the order in which they ended. */
  readonly done: readonly ToolCall[];
}

interface Calls {
  readonly pending: Set<ToolCall>;
  readonly done: ToolCall[];
}

const none: CellCalls = { pending: new Set(), done: [] };

export class WalkState {
  readonly #alive = new Set<CodeCell>();
  /** In the order in which they ended. */
  readonly #ended: CodeCell[] = [];
  readonly #calls = new Map<CodeCell, Calls>();

  /** In no particular order. */
  get alive(): ReadonlySet<CodeCell> {
    return this.#alive;
  }

  get ended(): readonly CodeCell[] {
    return this.#ended;
  }

  callsOf(cell: CodeCell): CellCalls {
    return this.#calls.get(cell) ?? none;
  }

  apply({ kind, cell, call }: Mark): void {
    if (cell === undefined) return;
    if (kind === 'start') this.#alive.add(cell);
    else if (kind === 'end') {
      this.#alive.delete(cell);
      this.#ended.push(cell);
    } else if (call !== undefined && kind === 'call') this.#of(cell).pending.add(call);
    else if (call !== undefined && kind === 'result') {
      const calls = this.#of(cell);
      calls.pending.delete(call);
      calls.done.push(call);
    }
  }

  /** Takes back what was applied last. */
  undo({ kind, cell, call }: Mark): void {
    if (cell === undefined) return;
    if (kind === 'start') this.#alive.delete(cell);
    else if (kind === 'end') {
      this.#ended.pop();
      this.#alive.add(cell);
    } else if (call !== undefined && kind === 'call') this.#of(cell).pending.delete(call);
    else if (call !== undefined && kind === 'result') {
      const calls = this.#of(cell);
      calls.done.pop();
      calls.pending.add(call);
    }
  }

  #of(cell: CodeCell): Calls {
    let calls = this.#calls.get(cell);
    if (calls === undefined) {
      calls = { pending: new Set(), done: [] };
      this.#calls.set(cell, calls);
    }
    return calls;
  }
}
