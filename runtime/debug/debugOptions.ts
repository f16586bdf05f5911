/**
 * What it takes to debug a cell.
 */

import type { NotifyHandler, ToolHandler } from '../base/handler.ts';
import type { SessionId } from '../base/ids.ts';
import type { SessionObserver } from '../base/observer.ts';
import type { ToolDefinition } from '../base/tool.ts';
import type { SessionDefaults } from '../cells/session.ts';
import type { Clock } from './clock.ts';
import type { DebuggerEvent } from './debuggerEvents.ts';
import type { DebugProcessOptions } from './debugProcess.ts';

export interface DebugOptions extends DebugProcessOptions {
  /** As submitted, pragma included. */
  readonly source: string;
  readonly tools: readonly ToolDefinition[];
  readonly onToolCall: ToolHandler;
  /** In place of `onToolCall`: a handler that keeps the debugger's time. */
  readonly clockedTools?: (clock: Clock) => ToolHandler;
  readonly onNotify?: NotifyHandler;
  readonly observer?: SessionObserver;
  readonly defaults?: SessionDefaults;
  readonly sessionId?: SessionId;
  /** What cells before this one have stored: JSON by key. */
  readonly stored?: ReadonlyMap<string, string>;
  /** Called when everything has ended; the end waits for it. */
  readonly onClosed?: () => void | Promise<void>;
  /** Wait anew whenever the cell has yielded, as a patient model does. Default true. */
  readonly autoWait?: boolean;
  /** Jump over times in which nothing can happen. */
  readonly hurried?: boolean;
  readonly onEvent: (event: DebuggerEvent) => void;
}
