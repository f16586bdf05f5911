/**
 * The package's main export: cells in process, recorded or not (programs, Library).
 *
 * The one place where cells and recorder meet; each knows only the observer between them.
 */

import type { CellRuntime as BareRuntime, RuntimeOptions, SessionOptions } from './cells/session.ts';

export type { CellResponse, ContentItem, ImageDetail, ResponseStatus, ResponseView } from './base/content.ts';
export type { NestedCall, Notification, NotifyHandler, ToolHandler } from './base/handler.ts';
export type { CallId, CellId, NestedCallId, SessionId } from './base/ids.ts';
export type { JsonObject, JsonValue } from './base/json.ts';
export type { SessionFact, SessionObserver } from './base/observer.ts';
export type { ToolDefinition, ToolKind } from './base/tool.ts';
export { defaultLimits, type Limits } from './cells/limits.ts';
export { RequestError, StartError, type StartErrorCode } from './cells/requestError.ts';
export type {
  ExecRequest,
  LiveCellSnapshot,
  LiveCellStatus,
  RuntimeOptions,
  Session,
  SessionDefaults,
  StepRequest,
  WaitOutcome,
  WaitRequest,
} from './cells/session.ts';

export interface OpenSessionOptions extends SessionOptions {
  /** Record a bundle below this folder. */
  readonly record?: { readonly dir: string };
}
export type CellRuntime = BareRuntime<OpenSessionOptions>;

/** Starts the warm child. Rejects with `StartError` when no process that can hold cells comes to life. */
export async function createRuntime(_options: RuntimeOptions = {}): Promise<CellRuntime> {
  throw new Error('not there yet');
}
