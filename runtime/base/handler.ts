/**
 * How a session reaches the world: the host's handler for nested calls, and the context a call runs in.
 *
 * Invariant: a handler that was cancelled through `signal` still settles; only then is its cell reported as ended.
 */

import type { CallId, CellId, NestedCallId, SessionId } from './ids.ts';
import type { JsonValue } from './json.ts';
import type { ToolRuntimeReport } from './observer.ts';

export interface NestedCall {
  readonly sessionId: SessionId;
  readonly cellId: CellId;
  readonly toolCallId: NestedCallId;
  readonly name: string;
  readonly namespace?: string;
  readonly input?: JsonValue;
}

/** What a tool may tell while it runs; feeds `ToolRuntimeReported`. Never throws. */
export type ReportRuntime = (report: ToolRuntimeReport) => void;

/** Resolves to the JSON result, or throws: the message is what the cell's promise rejects with. */
export type ToolHandler = (
  call: NestedCall,
  signal: AbortSignal,
  report: ReportRuntime,
) => Promise<JsonValue | undefined>;

export interface Notification {
  readonly sessionId: SessionId;
  readonly cellId: CellId;
  readonly callId: CallId;
  readonly text: string;
}
/** A returned promise is the acknowledgement that completion of the cell waits for. */
export type NotifyHandler = (notification: Notification) => void | Promise<void>;
