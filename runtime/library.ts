/**
 * The package's main export: cells in process, recorded or not (programs, Library).
 *
 * The one place where cells and recorder meet; each knows only the observer between them.
 */

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asId, type SessionId } from './base/ids.ts';
import { fanOut } from './base/observer.ts';
import { createCellRuntime } from './cells/cellRuntime.ts';
import { readSessionOptions } from './cells/requests.ts';
import type {
  CellRuntime as BareRuntime,
  LogHandler,
  RuntimeOptions,
  Session,
  SessionOptions,
} from './cells/session.ts';
import { openRecorder } from './trace/recorder/recorder.ts';

export type {
  CellResponse,
  ContentItem,
  ImageDetail,
  ResponseStatus,
  ResponseView,
  ViewedResponse,
} from './base/content.ts';
export type { NestedCall, Notification, NotifyHandler, ToolHandler } from './base/handler.ts';
export type { CallId, CellId, NestedCallId, SessionId } from './base/ids.ts';
export type { JsonObject, JsonValue } from './base/json.ts';
export type { SessionFact, SessionObserver } from './base/observer.ts';
export { FieldError } from './base/params.ts';
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
  /** A sentence for whoever records: something of the recording is missing; the run goes on. Without it, a log line. */
  readonly onWarning?: (message: string) => void;
}
export type CellRuntime = BareRuntime<OpenSessionOptions>;

/** Starts the warm child. Rejects with `StartError` when no process that can hold cells comes to life. */
export async function createRuntime(options: RuntimeOptions = {}): Promise<CellRuntime> {
  const runtime = await createCellRuntime(options);
  const log = options.onLog ?? (() => {});
  return {
    pids: () => runtime.pids(),
    async openSession(options) {
      readSessionOptions(options);
      return options.record ? openRecorded(runtime, options, options.record.dir, log) : runtime.openSession(options);
    },
    close: () => runtime.close(),
  };
}

/** The bundle is closed when the session's `close` resolves, or the runtime's. */
async function openRecorded(
  runtime: BareRuntime,
  options: OpenSessionOptions,
  root: string,
  log: LogHandler,
): Promise<Session> {
  const sessionId = options.sessionId ?? asId<SessionId>(randomUUID());
  const recorder = await openRecorder({ root, sessionId, onWarning: options.onWarning ?? log });
  const observers = options.observer === undefined ? [recorder] : [recorder, options.observer];
  const opening = runtime.openSession({
    ...options,
    sessionId,
    observer: fanOut(observers, error => log(`an observer of session ${sessionId} failed: ${String(error)}`)),
    onClosed: async () => {
      await recorder.close();
      await options.onClosed?.();
    },
  });
  const session = await opening.catch(async error => {
    await recorder.close();
    throw error;
  });
  return {
    id: session.id,
    // The recorder names a folder also where it could make none; a warning has said so.
    ...(existsSync(join(recorder.bundle, 'manifest.json')) ? { bundle: recorder.bundle } : {}),
    exec: request => session.exec(request),
    wait: request => session.wait(request),
    step: request => session.step(request),
    liveCells: () => session.liveCells(),
    storedValues: () => session.storedValues(),
    close: () => session.close(),
  };
}
