/**
 * Debugs one cell in a process of its own: by lines of its code and by the events it meets.
 *
 * The cell stands still in one of two ways: in its code (V8 holds it), or outside of it, where it waits for calls and
 * timers. Both are a `Stop`. Invariants: while it is stopped nothing is delivered to it and its clock stands; every stop
 * answers exactly one request to go on, or is the first; after `ended` nothing is told and no process is left.
 * Leaves out what a stop looks like in an editor.
 */

import type { CellResponse } from '../base/content.ts';
import type { Intervention } from '../base/observer.ts';
import type { Session } from '../cells/session.ts';
import { slots } from '../protocol/debug.ts';
import { Arming } from './arming.ts';
import { AtRest } from './atRest.ts';
import { Clock } from './clock.ts';
import type { CodeFrame, StepHow } from './codeFrame.ts';
import { type CodeStop, CodeStops } from './codeStops.ts';
import { type CellEvent, type DebuggerEvent, type Stop, tellEvent } from './debuggerEvents.ts';
import type { DebugOptions } from './debugOptions.ts';
import { type DebugListener, DebugProcess } from './debugProcess.ts';
import { Deliveries } from './deliveries.ts';
import { Frontier, type Pending } from './frontier.ts';
import { Inside } from './inside.ts';
import { Inspector } from './inspector.ts';
import { type EventStop, type Goal, Interests, type Until } from './interests.ts';
import { LifeSigns } from './lifeSigns.ts';
import { listening } from './listening.ts';
import { ModelSide } from './modelSide.ts';
import { ModelTurns } from './modelTurns.ts';
import { Notes } from './notes.ts';
import { watchCalls } from './pendingCalls.ts';
import { Program } from './program.ts';
import { awaitingIn, placesIn } from './stackText.ts';
import { Standing } from './standing.ts';
import { eventReason, reasonOf } from './stopReasons.ts';
import { Termination } from './termination.ts';

const latePause =
  'The cell cannot be paused yet: V8 does not stop inside a built-in function, and one is still running; the cell ' +
  'stops when that is done, or can be terminated now with Stop (Shift+F5).';

export class CellDebugger {
  readonly process: DebugProcess;
  readonly inspector: Inspector;
  readonly program: Program;
  readonly code: CodeStops;
  readonly frontier = new Frontier();
  readonly clock: Clock;
  readonly model: ModelSide;
  readonly #options: DebugOptions;
  readonly #session: Session;
  readonly #interests = new Interests();
  readonly #inside: Inside;
  readonly #notes: Notes;
  readonly #deliveries: Deliveries;
  readonly #listener: DebugListener;
  readonly #arming: Arming;
  readonly #standing: Standing;
  readonly #turns: ModelTurns;
  readonly #written = new Map<string, string>();
  #running = false;
  /** The code has ended. */
  #over = false;
  #ended: Promise<void> | null = null;
  readonly #life = new LifeSigns();
  readonly #rest: AtRest;
  readonly #termination = new Termination(
    this.frontier,
    event => this.#standing.here(eventReason(event)),
    () => this.model.terminate(this.#session),
  );

  private constructor(process: DebugProcess, options: DebugOptions) {
    this.process = process;
    this.#options = options;
    this.clock = new Clock();
    this.clock.stop();
    this.inspector = new Inspector(message => process.order({ t: 'debug', op: 'inspect' }, message));
    const { observer, defaults } = options;
    this.model = new ModelSide({
      source: options.source,
      tools: options.tools,
      ...(defaults === undefined ? {} : { defaults }),
      ...(observer === undefined ? {} : { observer }),
      clock: this.clock,
      yieldNow: () => this.#turns.yieldNow(),
      answered: response => this.#turns.answered(response),
      failed: error => this.#emit({ type: 'told', text: error.message, error: true }),
    });
    this.program = new Program(this.model.program);
    this.code = new CodeStops(
      this.inspector,
      this.program,
      stop => this.#codeStopped(stop),
      text => this.#emit({ type: 'log_point', text }),
    );
    this.#standing = new Standing({
      clock: this.clock,
      code: this.code,
      alive: () => this.#isAlive(),
      busy: () => this.busy,
      arm: () => this.#arm(),
      record: intervention => this.record(intervention),
      emit: event => this.#emit(event),
    });
    const turns = {
      model: this.model,
      process,
      interests: this.#interests,
      standing: this.#standing,
      patienceMs: defaults?.yieldTimeMs,
      session: () => this.#session,
      ended: () => this.ended,
      happened: (event: CellEvent) => this.#happened(event),
      over: () => {
        this.#over = true;
        this.frontier.clear();
      },
      close: () => void this.close(),
      emit: (event: DebuggerEvent) => this.#emit(event),
    };
    this.#turns = new ModelTurns(turns, options.autoWait !== false);
    this.#arming = new Arming(order => process.order(order));
    this.#inside = new Inside(this.inspector);
    this.code.deliveredTo = async () => {
      const { last } = this.#deliveries;
      return last === null ? [] : this.placesOf(last);
    };
    this.code.onHold = on => {
      this.#arming.arm([[slots.hold, on]]);
      if (on) this.#inside.hold();
    };
    this.code.standsOutside = () => this.stop !== null && this.code.paused === null && !this.busy;
    this.code.awaiting = async () => awaitingIn(this.program, await this.#inside.trace());
    this.code.onPauseLate = () => this.#tell(latePause);
    this.code.breakpoints.onResolved = breakpoint => this.#emit({ type: 'breakpoint_moved', breakpoint });
    this.#deliveries = new Deliveries({
      frontier: this.frontier,
      interests: this.#interests,
      open: () => this.#isOpen(),
      covered: () => !this.code.stepping || this.code.covered,
      announce: event => this.#standing.here(eventReason(event)),
      deliver: pending => this.#deliver(pending),
    });
    this.#rest = new AtRest({
      frontier: this.frontier,
      clock: this.clock,
      code: this.code,
      standing: this.#standing,
      deliveries: this.#deliveries,
      interests: this.#interests,
      hurried: options.hurried === true,
      alive: () => this.#isAlive(),
      heard: async () => void (await this.inspector.command('Runtime.getIsolateId').catch(() => {})),
      deadEnd: () => {
        const event = { type: 'dead_end' } as const;
        this.#emit({ type: 'told', text: tellEvent(event), error: true });
        this.#happened(event);
      },
    });
    this.#notes = new Notes(this.frontier, this.clock, options.tools, () => this.#deliveries.pump());
    this.#listener = listening({
      life: this.#life,
      inspector: this.inspector,
      notes: this.#notes,
      deliveries: this.#deliveries,
      model: this.model,
      fellStill: () => this.#rest.begin(),
      put: (key, json) => this.#written.set(key, json),
      notified: text => this.#tell(`Notification: ${text}`),
      codeEnded: () => this.#codeEnded(),
      output: items => this.#emit({ type: 'output', items }),
      lost: why => this.#lost(why),
    });
    this.#session = process.openSession({
      onToolCall: watchCalls({
        handler: options.clockedTools?.(this.clock) ?? options.onToolCall,
        frontier: this.frontier,
        now: () => this.clock.now,
        called: call => this.#tell(tellEvent({ type: 'tool_call', id: call.id, tool: call.call.name })),
        arrived: () => (this.stop === null ? this.#deliveries.pump() : this.changed()),
        cancelled: call => this.#tell(tellEvent({ type: 'cancellation', id: call.id, tool: call.call.name })),
      }),
      ...(options.onNotify === undefined ? {} : { onNotify: options.onNotify }),
      observer: this.model.observer,
      ...(options.sessionId === undefined ? {} : { sessionId: options.sessionId }),
    });
  }

  /** Rejects with `StartError`, or `RequestError` when the source is refused. The cell waits for `run`. */
  static async start(options: DebugOptions): Promise<CellDebugger> {
    const process = await DebugProcess.start(options);
    try {
      for (const [key, json] of options.stored ?? []) process.put(key, json);
      const made = new CellDebugger(process, options);
      process.listen(made.#listener);
      await made.code.enable();
      await made.#inside.find(made.code.contextId);
      return made;
    } catch (error) {
      await process.close();
      throw error;
    }
  }

  /** Why it stands; null while it runs and after its end. */
  get stop(): Stop | null {
    return this.#standing.stop;
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  get response(): CellResponse | undefined {
    return this.#turns.response;
  }

  /** Whether the model waits anew by itself whenever the cell has yielded. */
  get autoWait(): boolean {
    return this.#turns.auto;
  }

  set autoWait(on: boolean) {
    this.#turns.auto = on;
  }

  /** What the cell has left for those after it: JSON by key. Empty until it has ended, and when it was terminated. */
  get committed(): ReadonlyMap<string, string> {
    const { status } = this.response ?? {};
    return status === 'completed' || status === 'failed' ? this.#written : new Map();
  }

  /** Whether the cell computes. */
  get busy(): boolean {
    return this.#deliveries.busy;
  }

  /** Starts the cell. `entry`: stop before its first line. */
  async run(entry = false): Promise<void> {
    if (this.#running || this.ended) return;
    this.#running = true;
    this.#life.start(
      () => this.process.order({ t: 'debug', op: 'ping' }),
      why => this.process.kill(why),
    );
    if (entry) {
      this.#standing.wanted = { reason: 'entry', text: 'Before the first line' };
      await this.code.breakEntry();
    }
    this.#arm();
    this.clock.go();
    this.#deliveries.begin();
    this.process.started(this.#listener, () => this.model.exec(this.#session));
  }

  /** Names of tools at whose calls the cell stops. */
  setToolStops(names: readonly string[]): void {
    this.#interests.tools = names;
    this.#arm();
  }

  setEventStops(types: readonly EventStop[]): void {
    this.#interests.events = new Set(types);
    this.#arm();
  }

  go(): void {
    this.#goOn({ kind: 'run' });
  }

  stepLine(how: StepHow): void {
    this.#goOn({ kind: 'line' }, how);
  }

  stepEvent(until: Until): void {
    this.#goOn({ kind: 'event', until });
  }

  /** Stops at the next occasion: in the code when it runs, else where it waits. */
  pause(): void {
    this.#standing.soon({ reason: 'pause', text: 'Paused' });
  }

  /** The model waits. Does nothing while it waits already. */
  wait(yieldTimeMs: number): void {
    this.#turns.wait(yieldTimeMs);
  }

  /** The model terminates the cell. Handlers are cancelled, then it ends. */
  terminate(): void {
    if (this.response !== undefined || this.ended) return;
    this.record({ action: 'terminated' });
    this.#interests.goal = { kind: 'run' };
    this.#standing.wanted = null;
    this.#termination.start(this.#interests.events.has('cancellation'));
  }

  /** Ends everything, whatever the cell does. A second call waits for the first. */
  close(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  /** Tells whoever records. */
  record(intervention: Intervention): void {
    const { cellId } = this.model;
    if (cellId === null) return;
    this.model.observer.observe({ type: 'intervened', atMs: Date.now(), cellId, intervention });
  }

  /** Where the cell makes this call, or sets this timer: innermost first, and who awaits it. */
  async placesOf(pending: Pending): Promise<CodeFrame[]> {
    return placesIn(this.program, await this.#inside.stackOf(pending));
  }

  /** What the cell has stored so far and not committed: JSON by key. */
  uncommitted(): Promise<Map<string, string>> {
    return this.#inside.uncommitted();
  }

  /** What is pending has changed by a person's hand. */
  changed(): void {
    this.#emit({ type: 'changed' });
    this.#deliveries.pump();
  }

  #codeEnded(): void {
    this.#deliveries.allEnded();
    this.#over = true;
    this.#standing.wanted = null;
    this.code.end();
    this.#turns.codeEnded();
  }

  /** Something happened that the code of the cell did not cause. */
  #happened(event: CellEvent): void {
    if (this.#interests.wants(event)) this.#standing.soon(eventReason(event));
  }

  #goOn(goal: Goal, how?: StepHow): void {
    if (this.stop === null || this.ended) return;
    this.#interests.goal = goal;
    this.#rest.forget();
    this.#deliveries.last = null;
    this.#standing.leave();
    if (this.response !== undefined) {
      void this.close();
      return;
    }
    if (this.#termination.active) {
      void this.#termination.goOn();
      return;
    }
    this.#arm();
    this.clock.go();
    if (this.code.paused !== null) {
      if (goal.kind === 'line') this.code.step(how ?? 'over');
      else this.code.resume();
    } else if (goal.kind === 'line') {
      this.code.stepFromStillness();
      this.#rest.begin();
    }
    if (this.ended) return;
    if (this.#over) this.wait(this.model.yieldTimeMs);
    this.#turns.waitAgain();
    this.#deliveries.pump();
    this.#rest.lookForDeadEnd();
  }

  /** Says whether a stop in the code is one. */
  #codeStopped(code: CodeStop): boolean {
    if (this.ended) return false;
    const asked = this.#standing.takePause();
    if (code.why === 'memory') this.process.kill('its cell has used up its memory');
    const { last } = this.#notes;
    const reason = reasonOf(code, this.#standing.wanted, last !== null && this.#interests.wants(last) ? last : null);
    if (reason === null) return false;
    if (asked && code.why !== 'pause') this.code.pauseMissed();
    this.#standing.with({ ...reason, frames: code.frames, breakpoints: code.breakpoints });
    return true;
  }

  /** It has begun, and its code has not ended. */
  #isAlive(): boolean {
    return this.#running && !this.#over && !this.ended;
  }

  #isOpen(): boolean {
    if (this.stop !== null || this.ended || !this.#running || this.#standing.wanted !== null) return false;
    return !this.#termination.active && this.code.paused === null;
  }

  #deliver(pending: Pending): void {
    this.#tell(this.frontier.deliver(pending));
    if (pending.kind === 'timer') this.process.order({ t: 'debug', op: 'fire', id: pending.id });
  }

  /** Tells the process what this cell is to stop at, and whether to tell of each step's end. */
  #arm(): void {
    if (this.process.ended) return;
    this.#arming.watch(this.#interests.careful || this.#options.hurried === true || this.#standing.wanted !== null);
    this.#arming.arm(this.#interests.armed(this.#options.tools));
  }

  #lost(why: string): void {
    this.inspector.end(why);
    this.clock.stop();
    if (this.response === undefined)
      this.#emit({ type: 'told', text: `The cell lost its process: ${why}`, error: true });
    // The session has told its observers; their answers are on their way.
    setImmediate(() => void this.close());
  }

  async #end(): Promise<void> {
    this.#standing.drop();
    this.#life.stop();
    this.code.end();
    this.clock.end();
    await this.#session.close();
    await this.process.close();
    this.inspector.end('the debugger was closed');
    await this.#options.onClosed?.();
    this.#options.onEvent({ type: 'ended', ...(this.response === undefined ? {} : { response: this.response }) });
  }

  #tell(text: string): void {
    this.#emit({ type: 'told', text });
  }

  #emit(event: DebuggerEvent): void {
    if (!this.ended) this.#options.onEvent(event);
  }
}
