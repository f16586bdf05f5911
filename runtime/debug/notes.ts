/**
 * What the inside of a debugged cell tells of its signals beforehand: the one at which it is about to stop, and timers,
 * whose clock is here.
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
  /** The signal that was told of last: the one the code may have stopped at. */
  last: CellEvent | null = null;

  constructor(frontier: Frontier, clock: Clock, tools: readonly ToolDefinition[], onDue: () => void) {
    this.#frontier = frontier;
    this.#clock = clock;
    this.#tools = tools;
    this.#onDue = onDue;
  }

  take(kind: NotedSignal, a: number, b: number): void {
    switch (kind) {
      case 'call':
        this.last = { type: 'tool_call', id: `tool-${a}`, tool: this.#tools[b]?.name ?? '' };
        break;
      case 'timer':
        this.last = { type: 'timer_set', id: a, ms: b };
        this.#setTimer(a, b);
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

  #setTimer(id: number, ms: number): void {
    const timer: PendingTimer = {
      kind: 'timer',
      id,
      ms,
      since: this.#clock.now,
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
