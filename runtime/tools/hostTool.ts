/**
 * A tool as a host brings it: what a cell is told about it, how much it may do, and the function that does it.
 *
 * Invariants: `call` is only reached with input that fits `definition.inputSchema`; when `signal` aborts, `call`
 * still settles, and only after whatever it started has ended. What it throws is one sentence for a model.
 */

import type { NestedCall, ReportRuntime } from '../base/handler.ts';
import type { CellId, SessionId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import type { ToolDefinition } from '../base/tool.ts';

/** The most a tool can do: look, change files, or start processes (which may do anything). */
export type ToolRisk = 'reads' | 'writes' | 'runs';

export interface ToolCallContext {
  readonly call: NestedCall;
  readonly signal: AbortSignal;
  readonly report: ReportRuntime;
}

export interface HostTool {
  readonly definition: ToolDefinition;
  readonly risk: ToolRisk;
  call(input: JsonValue | undefined, context: ToolCallContext): Promise<JsonValue | undefined>;
  /** Ends what the calls of one cell left running in the background. Resolves when it has ended. */
  endCell?(sessionId: SessionId, cellId: CellId): Promise<void>;
  /** Ends everything that any call left running. Resolves when it has ended. */
  dispose?(): Promise<void>;
}
