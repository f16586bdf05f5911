/**
 * What the inside of a debugged cell tells of its signals: where they arose, and timers, whose clock is here.
 */

import type { ToolDefinition } from '../base/tool.ts';
import type { NotedSignal } from '../protocol/debug.ts';
import type { Clock } from './clock.ts';
import type { CellEvent } from './debuggerEvents.ts';
import type { Frontier, PendingTimer } from './frontier.ts';

export class Notes {
  readonly #frontier: Frontier;
  readonly #clock: Clock;
  readonly #tools: readonly ToolDefinition[];
  readonly #onDue: () => void;
  readonly #stacks = new Map<string, string>();
  /** The signal that was told of last: the one the code may have stopped at. */
  last: CellEvent | null = null;

  constructor(frontier: Frontier, clock: Clock, tools: readonly ToolDefinition[], onDue: () => void) {
    this.#frontier = frontier;
    this.#clock = clock;
    this.#tools = tools;
    this.#onDue = onDue;
  }

  /** The stack at the call; empty when it is unknown. Asked for once. */
  stackOf(call: string): string {
    const stack = this.#stacks.get(call) ?? '';
    this.#stacks.delete(call);
    return stack;
  }

  take(kind: NotedSignal, a: number, b: number, stack: string): void {
    switch (kind) {
      case 'call': {
        const id = `tool-${a}`;
        this.#stacks.set(id, stack);
        this.last = { type: 'tool_call', id, tool: this.#tools[b]?.name ?? '' };
        break;
      }
      case 'timer':
        this.last = { type: 'timer_set', id: a, ms: b };
        this.#setTimer(a, b, stack);
        break;
      case 'clear': {
        const timer = this.#frontier.timers.get(a);
        if (timer !== undefined) this.#frontier.remove(timer);
        break;
      }
      case 'yield':
        this.last = { type: 'yield', asked: true };
        break;
      case 'notify':
        this.last = { type: 'notification' };
        break;
    }
  }

  #setTimer(id: number, ms: number, stack: string): void {
    const timer: PendingTimer = {
      kind: 'timer',
      id,
      ms,
      since: this.#clock.now,
      stack,
      due: false,
      cancelAlarm: () => {},
    };
    this.#frontier.timers.set(id, timer);
    timer.cancelAlarm = this.#clock.after(ms, () => {
      timer.due = true;
      this.#frontier.arrived(timer);
      this.#onDue();
    });
  }
}
