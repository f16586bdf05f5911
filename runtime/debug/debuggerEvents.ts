/**
 * What the debugger of a cell tells whoever drives it.
 */

import type { CellResponse, ContentItem } from '../base/content.ts';
import type { CodeFrame } from './codeFrame.ts';
import type { SetBreakpoint } from './lineBreakpoints.ts';

/** Something that happened to the cell, at which it can be stopped. Call ids are those of the cell: `tool-1`. */
export type CellEvent =
  | { readonly type: 'tool_call'; readonly id: string; readonly tool: string }
  /** It has come and will be delivered next. */
  | { readonly type: 'tool_result'; readonly id: string; readonly tool: string; readonly ok: boolean }
  /** Due; its callback runs next. */
  | { readonly type: 'timer'; readonly id: number; readonly ms: number }
  | { readonly type: 'timer_set'; readonly id: number; readonly ms: number }
  /** `asked`: by `yield_control()`, else because the time was up. */
  | { readonly type: 'yield'; readonly asked: boolean }
  | { readonly type: 'wait'; readonly yieldTimeMs: number }
  | { readonly type: 'notification' }
  | { readonly type: 'cancellation'; readonly id: string; readonly tool: string }
  | { readonly type: 'dead_end' }
  | { readonly type: 'completion'; readonly status: CellResponse['status'] };
export type CellEventType = CellEvent['type'];

export interface Stop {
  readonly reason: 'entry' | 'step' | 'breakpoint' | 'exception' | 'pause' | 'event' | 'memory';
  readonly event?: CellEvent;
  /** Innermost first. Without any, the cell stands still outside its code. */
  readonly frames: readonly CodeFrame[];
  /** Of the line breakpoints that were hit. */
  readonly breakpoints: readonly number[];
  /** One sentence. */
  readonly text: string;
  readonly thrown?: string;
  /** What was thrown is handled by the cell. */
  readonly caught?: boolean;
}

export type DebuggerEvent =
  | { readonly type: 'stopped'; readonly stop: Stop }
  | { readonly type: 'continued' }
  | { readonly type: 'output'; readonly items: readonly ContentItem[] }
  /** A line about what happens, for a log; `error` when it is about something going wrong. */
  | { readonly type: 'told'; readonly text: string; readonly error?: boolean }
  | { readonly type: 'log_point'; readonly text: string }
  | { readonly type: 'breakpoint_moved'; readonly breakpoint: SetBreakpoint }
  /** What is pending or was put out has changed while the cell is stopped. */
  | { readonly type: 'changed' }
  /** Nothing follows. Without a response the process was lost or the debugger closed. */
  | { readonly type: 'ended'; readonly response?: CellResponse };

/** One sentence about an event. */
export function tellEvent(event: CellEvent): string {
  switch (event.type) {
    case 'tool_call':
      return `${event.id} calls ${event.tool}`;
    case 'tool_result':
      return `${event.id} (${event.tool}) ${event.ok ? 'has its result' : 'has failed'}; it is delivered next`;
    case 'timer':
      return `Timer ${event.id} (${event.ms} ms) is due; its callback runs next`;
    case 'timer_set':
      return `Timer ${event.id} is set to ${event.ms} ms`;
    case 'yield':
      return event.asked ? 'The cell yields: it called yield_control()' : 'The cell yields: the time to wait is over';
    case 'wait':
      return `A wait observes the cell, for ${event.yieldTimeMs} ms at most`;
    case 'notification':
      return 'The cell sends a notification';
    case 'cancellation':
      return `${event.id} (${event.tool}) is cancelled`;
    case 'dead_end':
      return 'Nothing can wake this cell: no call is open and no timer is set';
    case 'completion':
      return `The cell has ${event.status === 'completed' ? 'completed' : event.status}`;
  }
}
