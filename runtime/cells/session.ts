/**
 * The session API: what every face (extension, command line, `serve`, library) calls. Shapes follow programs, Library.
 *
 * Invariants: requests that cannot be served reject with `RequestError`; a failing cell is a response.
 * Every cell id is allocated before its cell starts; a cell lives with its session, not with a caller.
 * Leaves out how it works: `liveSession.ts` and `liveCell.ts`.
 */

import type { ResponseView, ViewedResponse } from '../base/content.ts';
import type { NotifyHandler, ToolHandler } from '../base/handler.ts';
import type { CallId, CellId, NestedCallId, SessionId } from '../base/ids.ts';
import type { SessionObserver } from '../base/observer.ts';
import type { ToolDefinition } from '../base/tool.ts';
import type { Limits } from './limits.ts';

export interface SessionDefaults {
  /** How long a request waits before the cell yields to it, ms. */
  readonly yieldTimeMs?: number;
  /** Budget of `output`, tokens of 4 bytes. */
  readonly maxOutputTokens?: number;
}

export interface SessionOptions {
  /** Serves nested calls. Cancelled through its signal, it must still settle. */
  readonly onToolCall: ToolHandler;
  readonly onNotify?: NotifyHandler;
  /** Called after the final answer has been handed over. */
  readonly onCellClosed?: (closed: { readonly sessionId: SessionId; readonly cellId: CellId }) => void;
  readonly observer?: SessionObserver;
  /** Tools of every `exec` that names none of its own. */
  readonly tools?: readonly ToolDefinition[];
  readonly defaults?: SessionDefaults;
  readonly limits?: Partial<Limits>;
  /** `image()` takes http(s) URLs, not only data URLs (code-mode §5). They are passed on, never fetched. */
  readonly remoteImages?: boolean;
  /** Called once, after the last fact; `close` waits for it. */
  readonly onClosed?: () => void | Promise<void>;
  /** Given by a recorder that must agree with it; otherwise made here. */
  readonly sessionId?: SessionId;
}

export interface ExecRequest<View extends ResponseView = ResponseView> {
  /** Raw JavaScript, with or without a pragma line (code-mode §4). */
  readonly source: string;
  readonly callId?: string;
  readonly tools?: readonly ToolDefinition[];
  /** ms; the pragma wins over it. */
  readonly yieldTimeMs?: number;
  /** Tokens of 4 bytes; the pragma wins over it. */
  readonly maxOutputTokens?: number;
  /** Answer at the first quiescent point and stay paused there (`step`). */
  readonly pausable?: boolean;
  readonly view?: View;
}

/** Ids come from outside, as a model or a log has them; which are none the session finds out. */
export interface WaitRequest<View extends ResponseView = ResponseView> {
  readonly cellId: string;
  readonly callId?: string;
  readonly yieldTimeMs?: number;
  readonly maxTokens?: number;
  readonly terminate?: boolean;
  readonly view?: View;
}

export interface StepRequest<View extends ResponseView = ResponseView> {
  readonly cellId: string;
  readonly view?: View;
}

/** `missing`: no such live cell; the response says so in `errorText` and is no event of a cell's life. */
export interface WaitOutcome<View extends ResponseView = 'both'> {
  readonly outcome: 'live' | 'missing';
  readonly response: ViewedResponse<View>;
}

/** `finished`: its result lies uncollected. `paused`: at a quiescent point, until the next step or wait. */
export type LiveCellStatus = 'starting' | 'running' | 'paused' | 'finished' | 'terminating';

export interface LiveCellSnapshot {
  readonly id: CellId;
  readonly callId: CallId;
  readonly status: LiveCellStatus;
  /** Unix ms. */
  readonly startedAtMs: number;
  /** Whether somebody waits for its next response. */
  readonly observed: boolean;
  /** Nested calls it still waits for, oldest first. */
  readonly pendingToolCallIds: readonly NestedCallId[];
}

export interface Session {
  readonly id: SessionId;
  /** The folder being recorded, when there is one. */
  readonly bundle?: string;
  exec<View extends ResponseView = 'both'>(request: ExecRequest<View>): Promise<ViewedResponse<View>>;
  wait<View extends ResponseView = 'both'>(request: WaitRequest<View>): Promise<WaitOutcome<View>>;
  /** Runs a pausable cell to its next quiescent point, releasing one queued event at most. */
  step<View extends ResponseView = 'both'>(request: StepRequest<View>): Promise<WaitOutcome<View>>;
  /** Stops every cell; resolves when all have stopped and the observer has been told. */
  close(): Promise<void>;
  liveCells(): readonly LiveCellSnapshot[];
  /** What cells that have ended left for others by `store`: JSON by key. */
  storedValues(): ReadonlyMap<string, string>;
}

export interface CellRuntime<Options extends SessionOptions = SessionOptions> {
  /** Every process that holds cells, or is kept warm for the next session. */
  pids(): number[];
  openSession(options: Options): Promise<Session>;
  /** Closes every session and ends every process. */
  close(): Promise<void>;
}

/** A line for the log: what the processes below do, never what cells put out. */
export type LogHandler = (line: string) => void;

export interface RuntimeOptions {
  /** The Node that holds the cells; without it one is looked for (`nodeChoice.ts`). */
  readonly nodePath?: string;
  /** The child's script; without it the one beside this file. */
  readonly childPath?: string;
  readonly limits?: Partial<Limits>;
  readonly onLog?: LogHandler;
}
