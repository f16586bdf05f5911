/**
 * A session at work: allocates ids, keeps stored values, turns answers into responses and tells the observer.
 *
 * Invariants: the id of a cell exists before its cell runs; facts of a request come before and after what they
 * enclose; a throwing observer or callback never reaches the run.
 */

import { randomUUID } from 'node:crypto';
import type { CellResponse, ResponseView, ViewedResponse } from '../base/content.ts';
import { asId, type CallId, type CellId, type SessionId } from '../base/ids.ts';
import type { SessionFact } from '../base/observer.ts';
import { nestedTools, type ToolDefinition } from '../base/tool.ts';
import { CellProcess } from './cellProcess.ts';
import type { Child } from './child.ts';
import type { ChildPool } from './childPool.ts';
import { bounds, defaultMaxOutputTokens, defaultYieldTimeMs, type Limits } from './limits.ts';
import { type Answer, type CellOwner, LiveCell } from './liveCell.ts';
import { settledWithin } from './nestedCalls.ts';
import { formatOutput } from './output.ts';
import { type ParsedSource, parseSource } from './pragma.ts';
import { RequestError, StartError } from './requestError.ts';
import { readExec, readStep, readWait } from './requests.ts';
import type {
  ExecRequest,
  LiveCellSnapshot,
  LogHandler,
  Session,
  SessionOptions,
  StepRequest,
  WaitOutcome,
  WaitRequest,
} from './session.ts';

const noTools: readonly ToolDefinition[] = [];

export interface SessionSetup {
  readonly options: SessionOptions;
  readonly limits: Limits;
  readonly pool: ChildPool;
  readonly log: LogHandler;
  /** The session is closed and gone. */
  readonly onClosed: (session: LiveSession) => void;
}

export class LiveSession implements Session {
  readonly id: SessionId;
  readonly #setup: SessionSetup;
  readonly #cells = new Map<CellId, LiveCell>();
  readonly #stored = new Map<string, string>();
  /** Cells that have ended, until `onCellClosed` has said so: before that nobody hears that they are unknown. */
  readonly #unannounced = new Map<CellId, Promise<void>>();
  readonly #owner: CellOwner;
  #storedBytes = 0;
  #lastCell = 0;
  #lastCall = 0;
  #process: CellProcess | null = null;
  #starting: Promise<CellProcess> | null = null;
  #closing: Promise<void> | null = null;

  constructor(setup: SessionSetup) {
    this.#setup = setup;
    const { options, limits, log } = setup;
    this.id = options.sessionId ?? asId<SessionId>(randomUUID());
    this.#owner = {
      sessionId: this.id,
      limits,
      onToolCall: options.onToolCall,
      onNotify: options.onNotify,
      observe: fact => this.#observe(fact),
      log,
      commit: writes => this.#commit(writes),
      closed: cell => this.#cellClosed(cell),
    };
  }

  async exec<View extends ResponseView>(given: ExecRequest<View>): Promise<ViewedResponse<View>> {
    const request = readExec(given);
    this.#refuseWhenClosing();
    const since = performance.now();
    const callId = request.callId ?? this.#newCallId();
    const parsed = this.#accept(request, callId);
    const cellId = asId<CellId>(String(++this.#lastCell));
    const { defaults, tools: ownTools } = this.#setup.options;
    const tools = nestedTools(request.tools ?? ownTools ?? noTools);
    const pausable = request.pausable === true;
    const cell = new LiveCell(cellId, callId, tools, pausable, this.#owner);
    this.#cells.set(cellId, cell);
    this.#observe({ type: 'cell_started', atMs: Date.now(), callId, cellId, source: parsed.source });
    const yieldTimeMs = parsed.yieldTimeMs ?? request.yieldTimeMs ?? defaults?.yieldTimeMs ?? defaultYieldTimeMs;
    const budget = this.#budget(parsed.maxOutputTokens ?? request.maxOutputTokens);
    return new Promise(resolve => {
      cell.observe(yieldTimeMs, answer => {
        const response = responseOf(cellId, answer, since, budget);
        this.#observe({ type: 'exec_answered', atMs: Date.now(), callId, cellId, response });
        resolve(viewed(response, request.view));
      });
      this.#start(cell, parsed.source, tools, pausable);
    });
  }

  async wait<View extends ResponseView>(given: WaitRequest<View>): Promise<WaitOutcome<View>> {
    const request = readWait(given);
    this.#refuseWhenClosing();
    const since = performance.now();
    const { cellId, maxTokens } = request;
    const callId = request.callId ?? this.#newCallId();
    const terminate = request.terminate === true;
    const yieldTimeMs = request.yieldTimeMs ?? this.#setup.options.defaults?.yieldTimeMs ?? defaultYieldTimeMs;
    this.#observe({
      type: 'wait_requested',
      atMs: Date.now(),
      callId,
      cellId,
      yieldTimeMs,
      ...(maxTokens === undefined ? {} : { maxTokens }),
      terminate,
    });
    const told = (outcome: 'live' | 'missing', response: CellResponse, bufferedForMs?: number): WaitOutcome<View> => {
      this.#observe({
        type: 'wait_answered',
        atMs: Date.now(),
        callId,
        cellId,
        outcome,
        response,
        ...(bufferedForMs === undefined ? {} : { bufferedForMs }),
      });
      return { outcome, response: viewed(response, request.view) };
    };
    const cell = this.#cells.get(cellId);
    const budget = this.#budget(maxTokens);
    if (cell === undefined) {
      await this.#unannounced.get(cellId);
      return told('missing', missing(cellId, since, budget));
    }
    return new Promise((resolve, reject) => {
      const onAnswer = (answer: Answer) =>
        resolve(told('live', responseOf(cellId, answer, since, budget), answer.bufferedForMs));
      try {
        if (terminate) cell.terminate(onAnswer);
        else {
          cell.observe(yieldTimeMs, onAnswer);
          cell.resume(false);
        }
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        this.#observe({ type: 'wait_refused', atMs: Date.now(), callId, cellId, error: text });
        reject(error);
      }
    });
  }

  async step<View extends ResponseView>(given: StepRequest<View>): Promise<WaitOutcome<View>> {
    const request = readStep(given);
    this.#refuseWhenClosing();
    const since = performance.now();
    const { cellId } = request;
    const cell = this.#cells.get(cellId);
    const budget = this.#budget(undefined);
    if (cell === undefined) {
      await this.#unannounced.get(cellId);
      return { outcome: 'missing', response: viewed(missing(cellId, since, budget), request.view) };
    }
    return new Promise(resolve => {
      const yieldTimeMs = this.#setup.options.defaults?.yieldTimeMs ?? defaultYieldTimeMs;
      cell.observe(yieldTimeMs, answer =>
        resolve({ outcome: 'live', response: viewed(responseOf(cellId, answer, since, budget), request.view) }),
      );
      cell.resume(true);
    });
  }

  liveCells(): LiveCellSnapshot[] {
    return Array.from(this.#cells.values(), cell => cell.snapshot());
  }

  storedValues(): ReadonlyMap<string, string> {
    return new Map(this.#stored);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const ended = [...this.#cells.values()].map(
      cell =>
        new Promise<void>(resolve => {
          try {
            cell.terminate(() => resolve());
          } catch {
            // Somebody else is terminating it and will be answered.
            resolve();
          }
        }),
    );
    await settledWithin(ended, 6_000);
    // One that is still on its way would otherwise hold nobody's cells for as long as the runtime lives.
    this.#starting?.then(
      process => process.close(),
      () => {},
    );
    await this.#process?.close();
    for (const cell of this.#cells.values()) cell.runtimeEnded();
    await Promise.all(this.#unannounced.values());
    this.#observe({ type: 'session_closed', atMs: Date.now(), sessionId: this.id });
    this.#setup.onClosed(this);
    await this.#setup.options.onClosed?.();
  }

  #refuseWhenClosing(): void {
    if (this.#closing !== null) throw new RequestError('code mode session is shutting down');
  }

  /** Tells of the request, and of its refusal when the source is no source. */
  #accept(request: ExecRequest, callId: CallId): ParsedSource {
    const { defaults } = this.#setup.options;
    let parsed: ParsedSource | null = null;
    let refusal: RequestError | null = null;
    try {
      parsed = parseSource(request.source);
      const { sourceBytes } = this.#setup.limits;
      // Counted only where it can matter: no character takes more than three bytes for one of its code units.
      if (parsed.source.length * 3 > sourceBytes && Buffer.byteLength(parsed.source) > sourceBytes) {
        refusal = new RequestError(`exec source is longer than its limit of ${sourceBytes} bytes`);
      } else if (this.#cells.size >= this.#setup.limits.liveCells) {
        refusal = new RequestError(
          `exec session has ${this.#cells.size} live cells, its limit: wait on or terminate some first`,
        );
      }
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      refusal = error;
    }
    this.#observe({
      type: 'exec_requested',
      atMs: Date.now(),
      callId,
      input: request.source,
      yieldTimeMs: parsed?.yieldTimeMs ?? request.yieldTimeMs ?? defaults?.yieldTimeMs ?? defaultYieldTimeMs,
      maxOutputTokens: this.#budget(parsed?.maxOutputTokens ?? request.maxOutputTokens),
    });
    if (refusal === null && parsed !== null) return parsed;
    const error = refusal ?? new RequestError('exec source could not be read');
    this.#observe({ type: 'exec_refused', atMs: Date.now(), callId, error: error.message });
    throw error;
  }

  #start(cell: LiveCell, source: string, tools: readonly ToolDefinition[], pausable: boolean): void {
    const ready = this.#readyProcess();
    if (ready !== null) {
      ready.start(cell, source, tools, pausable);
      return;
    }
    this.#newProcess().then(
      process => process.start(cell, source, tools, pausable),
      (error: unknown) => {
        // Processes have started here before: one that does not is lost like any other. Why is in the log.
        const lost = error instanceof StartError && error.code === 'start_failed';
        cell.runtimeEnded(lost || !(error instanceof Error) ? undefined : error.message);
      },
    );
  }

  /** A process that can take a cell right now. */
  #readyProcess(): CellProcess | null {
    const current = this.#process;
    const usable = current?.usable === true ? current : null;
    if (usable !== null && !usable.worn) return usable;
    const spare = this.#starting === null ? this.#setup.pool.takeReady() : null;
    if (spare === null) return usable;
    if (usable !== null) void usable.close();
    return this.#use(spare);
  }

  #newProcess(): Promise<CellProcess> {
    this.#starting ??= this.#setup.pool
      .take()
      .then(child => this.#use(child))
      .finally(() => {
        this.#starting = null;
      });
    return this.#starting;
  }

  #use(child: Child): CellProcess {
    const { options, limits, log } = this.#setup;
    const { remoteImages = false } = options;
    this.#process = new CellProcess(child, { ...limits, remoteImages }, this.#stored, log);
    return this.#process;
  }

  #commit(writes: ReadonlyMap<string, string>): string | null {
    const limit = this.#setup.limits.storedBytes;
    let refused: string | null = null;
    for (const [key, json] of writes) {
      const before = this.#stored.get(key);
      const more = before === undefined ? key.length + bounds.storedEntryBytes : -before.length;
      const grown = this.#storedBytes + json.length + more;
      if (grown > limit) {
        refused ??= key.slice(0, 100);
        continue;
      }
      this.#storedBytes = grown;
      this.#stored.set(key, json);
      this.#process?.put(key, json);
    }
    if (refused === null) return null;
    return `Unable to store "${refused}". A session may store ${limit} bytes at most; store less, or smaller values under keys it has.`;
  }

  #cellClosed(cell: LiveCell): void {
    this.#cells.delete(cell.id);
    this.#observe({ type: 'cell_closed', atMs: Date.now(), cellId: cell.id, ended: cell.ended });
    const { onCellClosed } = this.#setup.options;
    if (onCellClosed === undefined) return;
    const announced = new Promise<void>(resolve => {
      // After the answer has reached its caller.
      setImmediate(() => {
        this.#guarded(() => onCellClosed({ sessionId: this.id, cellId: cell.id }));
        this.#unannounced.delete(cell.id);
        resolve();
      });
    });
    this.#unannounced.set(cell.id, announced);
  }

  #observe(fact: SessionFact): void {
    const { observer } = this.#setup.options;
    if (observer !== undefined) this.#guarded(() => observer.observe(fact));
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#setup.log(`session ${this.id}: an observer failed: ${String(error)}`);
    }
  }

  #budget(tokens: number | undefined): number {
    return tokens ?? this.#setup.options.defaults?.maxOutputTokens ?? defaultMaxOutputTokens;
  }

  #newCallId(): CallId {
    return asId<CallId>(`call_${++this.#lastCall}`);
  }
}

function responseOf(cellId: CellId, answer: Answer, since: number, budget: number): CellResponse {
  const { status, items, errorText, pendingToolCallIds } = answer;
  const failure = errorText === undefined ? {} : { errorText };
  const wallTimeMs = performance.now() - since;
  return {
    status,
    cellId,
    items,
    ...failure,
    ...(pendingToolCallIds === undefined ? {} : { pendingToolCallIds }),
    output: formatOutput({ status, cellId, items, ...failure, wallTimeMs, budget }),
  };
}

function missing(cellId: CellId, since: number, budget: number): CellResponse {
  return responseOf(cellId, { status: 'failed', items: [], errorText: `exec cell ${cellId} not found` }, since, budget);
}

/** Leaves out what the caller did not ask for. */
function viewed<View extends ResponseView>(
  response: CellResponse,
  view: ResponseView | undefined,
): ViewedResponse<View> {
  const { items, output, ...rest } = response;
  const shown = view === 'items' ? { ...rest, items } : view === 'output' ? { ...rest, output } : response;
  return shown as ViewedResponse<View>;
}
