/**
 * One cell as the host sees it: who observes it, what it has put out, how it ends (code-mode §2, §3).
 *
 * Invariants: one observer at a time; a result is delivered once; a result that was complete wins over a termination;
 * the end is announced only after handlers of nested calls have settled (or `handlerSettleMs` passed).
 * Leaves out the process (`cellProcess.ts`), formatting and facts about requests (`liveSession.ts`).
 */

import type { ContentItem, ImageDetail, ResponseStatus } from '../base/content.ts';
import type { NotifyHandler, ToolHandler } from '../base/handler.ts';
import type { CallId, CellId, NestedCallId, SessionId } from '../base/ids.ts';
import { unreachable } from '../base/json.ts';
import type { SessionFact } from '../base/observer.ts';
import type { ToolDefinition } from '../base/tool.ts';
import type { FromChild, ToChild } from '../protocol/messages.ts';
import { bounds, type Limits } from './limits.ts';
import { NestedCalls, settledWithin } from './nestedCalls.ts';
import { Observation } from './observation.ts';
import { RequestError } from './requestError.ts';
import type { LiveCellSnapshot } from './session.ts';

/** What an observer gets, before it is formatted. */
export interface Answer {
  readonly status: ResponseStatus;
  readonly items: ContentItem[];
  readonly errorText?: string;
  readonly pendingToolCallIds?: readonly NestedCallId[];
  /** How long a finished result had lain uncollected, ms. */
  readonly bufferedForMs?: number;
}
export type OnAnswer = (answer: Answer) => void;

/** What a cell needs of its session. */
export interface CellOwner {
  readonly sessionId: SessionId;
  readonly limits: Limits;
  readonly onToolCall: ToolHandler;
  readonly onNotify: NotifyHandler | undefined;
  observe(fact: SessionFact): void;
  log(line: string): void;
  /** Values of a cell that completed. Says which could not be kept. */
  commit(writes: ReadonlyMap<string, string>): string | null;
  /** Nothing of the cell is left. */
  closed(cell: LiveCell): void;
}

/** The way to the process that runs the cell. */
export interface CellPort {
  send(message: ToChild, payload?: string): void;
  /** The process cannot be reasoned with: end it. */
  kill(why: string): void;
  /** The cell needs the process no more. */
  release(cell: LiveCell): void;
}

type Phase = 'starting' | 'running' | 'paused' | 'ending' | 'finished' | 'terminating' | 'closed';

interface Observer {
  readonly onAnswer: OnAnswer;
  readonly yieldTimeMs: number;
  timer: NodeJS.Timeout | null;
}

interface Result {
  readonly status: 'completed' | 'failed';
  readonly errorText?: string;
  readonly commits: boolean;
}

const runtimeEndedText = 'exec runtime ended unexpectedly';

export class LiveCell {
  readonly id: CellId;
  readonly callId: CallId;
  readonly startedAtMs = Date.now();
  readonly #owner: CellOwner;
  readonly #tools: readonly ToolDefinition[];
  readonly #calls: NestedCalls;
  readonly #observation = new Observation();
  readonly #writes = new Map<string, string>();
  readonly #notifications = new Set<Promise<void>>();
  #port: CellPort | null = null;
  #phase: Phase = 'starting';
  #observer: Observer | null = null;
  #terminator: OnAnswer | null = null;
  #result: Result | null = null;
  #finishedAt = 0;
  /** Whether the cell stops at quiescent points. */
  #stepping: boolean;
  #stopped: (() => void) | null = null;
  #cutDrain: (() => void) | null = null;

  constructor(id: CellId, callId: CallId, tools: readonly ToolDefinition[], stepping: boolean, owner: CellOwner) {
    this.id = id;
    this.callId = callId;
    this.#tools = tools;
    this.#stepping = stepping;
    this.#owner = owner;
    this.#calls = new NestedCalls({
      sessionId: owner.sessionId,
      cellId: id,
      handler: owner.onToolCall,
      observe: fact => owner.observe(fact),
      answer: (call, ok, payload) => this.#port?.send({ t: 'result', c: id, i: call, ok }, payload),
      queues: () => this.#stepping,
    });
  }

  /** How the cell has ended; true once it is closed. */
  get ended(): 'completed' | 'failed' | 'terminated' {
    return this.#result?.status ?? 'terminated';
  }

  snapshot(): LiveCellSnapshot {
    const { id, callId, startedAtMs } = this;
    return {
      id,
      callId,
      startedAtMs,
      status: this.#phase === 'ending' || this.#phase === 'closed' ? 'finished' : this.#phase,
      observed: this.#observer !== null,
      pendingToolCallIds: this.#calls.pendingIds(),
    };
  }

  /** False when the cell ended while it waited for a process. */
  attach(port: CellPort): boolean {
    if (this.#phase !== 'starting') return false;
    this.#port = port;
    return true;
  }

  /** Waits for the next response, `yieldTimeMs` at most. Throws when somebody waits already. */
  observe(yieldTimeMs: number, onAnswer: OnAnswer): void {
    if (this.#observer !== null) throw new RequestError(`exec cell ${this.id} already has an active observer`);
    const observer: Observer = { onAnswer, yieldTimeMs, timer: null };
    this.#observer = observer;
    if (this.#phase === 'finished') this.#deliver();
    else if (this.#phase !== 'starting') this.#startTimer(observer);
  }

  /** Lets a cell that stops at quiescent points run on: to the next one, or for good. */
  resume(stepping: boolean): void {
    if (this.#phase === 'starting' || (!stepping && !this.#stepping)) return;
    this.#stepping = stepping;
    if (!stepping) this.#calls.taken();
    if (this.#phase === 'paused') this.#phase = 'running';
    if (this.#phase === 'running') this.#port?.send({ t: 'go', c: this.id, all: !stepping });
  }

  /** Stops the cell. Throws when that is under way. */
  terminate(onAnswer: OnAnswer): void {
    switch (this.#phase) {
      case 'finished':
        this.#terminator = onAnswer;
        this.#deliver();
        return;
      case 'ending':
        if (this.#terminator !== null) throw this.#alreadyTerminating();
        this.#terminator = onAnswer;
        this.#cutDrain?.();
        return;
      case 'terminating':
      case 'closed':
        throw this.#alreadyTerminating();
      case 'starting':
      case 'running':
      case 'paused':
        this.#terminator = onAnswer;
        void this.#stop();
        return;
      default:
        unreachable(this.#phase);
    }
  }

  /** The process is gone, or none could be started. */
  runtimeEnded(errorText = runtimeEndedText): void {
    this.#port = null;
    this.#stopped?.();
    if (this.#isLive()) this.#complete({ status: 'failed', errorText, commits: false });
  }

  receive(message: FromChild, payload: Buffer): void {
    if (message.t === 'stopped') {
      this.#stopped?.();
      return;
    }
    if (message.t === 'done' && this.#phase === 'terminating' && this.#port !== null) {
      this.#result ??= resultOf(message.ok, payload.toString());
      return;
    }
    if (!this.#isLive() && this.#phase !== 'terminating') return;
    switch (message.t) {
      case 'started':
        this.#phase = this.#phase === 'starting' ? 'running' : this.#phase;
        if (this.#observer !== null) this.#startTimer(this.#observer);
        break;
      case 'text':
        if (message.l.length === 1) this.#observation.bytes(payload);
        else this.#texts(message.l, payload.toString());
        break;
      case 'image':
        this.#observation.item({ type: 'image', imageUrl: payload.toString(), detail: message.d as ImageDetail });
        break;
      case 'audio':
        this.#observation.item({ type: 'audio', audioUrl: payload.toString() });
        break;
      case 'call':
        this.#call(message.i, message.n, payload.toString());
        break;
      case 'notify':
        this.#notify(payload.toString());
        break;
      case 'yield':
        if (this.#phase === 'running') this.#yield();
        break;
      case 'put':
        this.#writes.set(message.key, payload.toString());
        break;
      case 'quiet':
        this.#calls.taken(message.taken);
        this.#pause();
        break;
      case 'done':
        this.#complete(resultOf(message.ok, payload.toString()));
        break;
      case 'ready':
      case 'unfit':
      case 'tainted':
      case 'debug':
        break;
      default:
        unreachable(message);
    }
  }

  #isLive(): boolean {
    return this.#phase === 'starting' || this.#phase === 'running' || this.#phase === 'paused';
  }

  #texts(lengths: readonly number[], joined: string): void {
    let at = 0;
    for (const length of lengths) {
      this.#observation.text(joined.slice(at, at + length));
      at += length;
    }
  }

  #call(call: number, toolIndex: number, inputJson: string): void {
    const tool = this.#tools[toolIndex];
    if (tool === undefined || this.#phase === 'terminating') return;
    this.#calls.start(call, tool, inputJson);
  }

  #notify(text: string): void {
    const { sessionId, onNotify, observe, log, limits } = this.#owner;
    const { id: cellId, callId } = this;
    if (this.#phase === 'terminating') return;
    observe({ type: 'notified', atMs: Date.now(), cellId, callId, text });
    if (onNotify === undefined) return;
    if (this.#notifications.size >= limits.pendingNotifications) {
      this.#fail(`exec cell has more than ${limits.pendingNotifications} unacknowledged notifications`);
      return;
    }
    const acknowledged = (async () => onNotify({ sessionId, cellId, callId, text }))().catch((error: unknown) => {
      log(`cell ${cellId}: a notification failed: ${String(error)}`);
    });
    this.#notifications.add(acknowledged);
    void acknowledged.then(() => this.#notifications.delete(acknowledged));
  }

  #startTimer(observer: Observer): void {
    if (observer.timer !== null) return;
    if (observer.yieldTimeMs <= 0) {
      this.#yield();
      return;
    }
    if (observer.yieldTimeMs > 2 ** 31 - 1) return;
    observer.timer = setTimeout(() => this.#yield(), observer.yieldTimeMs);
  }

  #yield(): void {
    if (this.#observer !== null) this.#answer({ status: 'yielded', items: this.#observation.take() });
  }

  #pause(): void {
    if (this.#phase !== 'running') return;
    this.#phase = 'paused';
    if (this.#observer === null) return;
    this.#answer({
      status: 'pending',
      items: this.#observation.take(),
      pendingToolCallIds: this.#calls.pendingIds(),
    });
  }

  /** To the observer, who is none afterwards. */
  #answer(answer: Answer): void {
    const observer = this.#observer;
    if (observer === null) return;
    this.#observer = null;
    if (observer.timer !== null) clearTimeout(observer.timer);
    observer.onAnswer(answer);
  }

  /** A limit of the host was met. */
  #fail(errorText: string): void {
    this.#port?.send({ t: 'stop', c: this.id });
    this.#complete({ status: 'failed', errorText, commits: false });
  }

  #complete(result: Result): void {
    this.#phase = 'ending';
    this.#result = result;
    if (this.#calls.size === 0 && this.#notifications.size === 0) {
      this.#finish();
      return;
    }
    const cut = new Promise<void>(resolve => {
      this.#cutDrain = resolve;
    });
    void Promise.all([
      this.#calls.cancel('the cell has ended'),
      Promise.race([cut, Promise.all(this.#notifications)]),
    ]).then(() => this.#finish());
  }

  #finish(): void {
    this.#phase = 'finished';
    this.#finishedAt = Date.now();
    const result = this.#result;
    if (result?.commits === true && this.#writes.size > 0) {
      const problem = this.#owner.commit(this.#writes);
      if (problem !== null && result.status === 'completed') {
        this.#result = { ...result, status: 'failed', errorText: problem };
      }
    }
    this.#leavePort();
    if (this.#observer !== null || this.#terminator !== null) this.#deliver();
  }

  /** The result, to whoever waits: observer, terminator or both. */
  #deliver(): void {
    const result = this.#result;
    const base = {
      status: result?.status ?? ('terminated' as const),
      items: this.#observation.take(),
      ...(result?.errorText === undefined ? {} : { errorText: result.errorText }),
      ...(result === null ? {} : { bufferedForMs: Date.now() - this.#finishedAt }),
    };
    this.#phase = 'closed';
    const terminator = this.#terminator;
    this.#terminator = null;
    this.#answer(base);
    terminator?.(base);
    this.#owner.closed(this);
  }

  async #stop(): Promise<void> {
    this.#phase = 'terminating';
    this.#owner.observe({ type: 'termination_asked', atMs: Date.now(), cellId: this.id });
    await Promise.all([
      this.#stopInProcess(),
      this.#calls.cancel('the cell was terminated'),
      settledWithin([...this.#notifications], bounds.handlerSettleMs),
    ]);
    this.#finish();
  }

  #stopInProcess(): Promise<void> {
    const port = this.#port;
    if (port === null) return Promise.resolve();
    return new Promise(resolve => {
      const timer = setTimeout(() => port.kill(`cell ${this.id} could not be stopped`), bounds.stopMs);
      this.#stopped = () => {
        clearTimeout(timer);
        resolve();
      };
      port.send({ t: 'stop', c: this.id });
    });
  }

  #leavePort(): void {
    const port = this.#port;
    this.#port = null;
    port?.release(this);
  }

  #alreadyTerminating(): RequestError {
    return new RequestError(`exec cell ${this.id} is already terminating`);
  }
}

function resultOf(ok: boolean, errorText: string): Result {
  return ok ? { status: 'completed', commits: true } : { status: 'failed', errorText, commits: true };
}
