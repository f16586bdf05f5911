/**
 * Stops in the code of one cell: breakpoints, steps by lines (`lineStep.ts`), exceptions (`throws.ts`), pauses; on top of
 * V8's inspector.
 *
 * Invariant: places outside the cell's own text are never shown. Lines and columns count from 0.
 */

import { AwaitCounts } from './awaitCounts.ts';
import { BreakpointSet } from './breakpointSet.ts';
import { CellScripts } from './cellScripts.ts';
import { type CodeFrame, cellFile, type GoOn, type StepHow } from './codeFrame.ts';
import type { Inspector } from './inspector.ts';
import type { Location, Paused, ScriptParsed } from './inspectorTypes.ts';
import { LineBreakpoints } from './lineBreakpoints.ts';
import { LineStep } from './lineStep.ts';
import { Pauses } from './pauses.ts';
import type { Program, Span, Spot } from './program.ts';
import { place } from './stepPlaces.ts';
import { type ExceptionMode, Throws } from './throws.ts';

export interface CodeStop {
  readonly why: 'step' | 'breakpoint' | 'exception' | 'pause' | 'signal' | 'memory';
  readonly frames: readonly CodeFrame[];
  readonly breakpoints: readonly number[];
  /** What was thrown, as text. */
  readonly thrown?: string;
  readonly caught?: boolean;
}

/** `true`: stay; `false`: not wanted, go on as before. */
export type OnCodeStop = (stop: CodeStop) => boolean;

export class CodeStops {
  readonly breakpoints: LineBreakpoints;
  readonly scripts: CellScripts;
  readonly counts: AwaitCounts;
  /** Where the cell waited for what was delivered to it last. */
  deliveredTo: () => Promise<readonly CodeFrame[]> = async () => [];
  /** Functions that await the code that stands still, innermost first. */
  awaiting: () => Promise<readonly CodeFrame[]> = async () => [];
  /** Whether the cell stands still where none of its code runs. */
  standsOutside: () => boolean = () => false;
  /** A pause that was asked for has found no place to stop at for a while. */
  onPauseLate: () => void = () => {};
  /** The cell's globals. */
  contextId = 0;
  /** Keeps the cell's thread inside between its steps, or lets it go. */
  onHold: (on: boolean) => void = () => {};
  readonly #inspector: Inspector;
  readonly #program: Program;
  readonly #onStop: OnCodeStop;
  readonly #step: LineStep;
  readonly #set: BreakpointSet;
  readonly #throws: Throws;
  readonly #pauses: Pauses;
  #paused: Paused | null = null;
  /** Of the stop that is known to the outside. */
  #frames: readonly CodeFrame[] = [];
  #inTrap = false;

  constructor(inspector: Inspector, program: Program, onStop: OnCodeStop, onLog: (text: string) => void) {
    this.#inspector = inspector;
    this.#program = program;
    this.#onStop = onStop;
    this.scripts = new CellScripts(program);
    this.#set = new BreakpointSet(inspector);
    this.counts = new AwaitCounts(inspector, this.#set, program, this.scripts);
    this.#throws = new Throws(inspector, program);
    this.#step = new LineStep({
      inspector,
      breakpoints: this.#set,
      program,
      scripts: this.scripts,
      throws: this.#throws,
      hold: on => this.onHold(on),
      paused: () => this.#paused,
      go: how => this.#go(how),
    });
    this.#pauses = new Pauses(inspector, () => this.onPauseLate());
    this.breakpoints = new LineBreakpoints(inspector, this.#set, program, onLog);
    this.breakpoints.spotsBetween = span => this.spotsBetween(span);
    inspector.onEvent = (method, params) => this.#event(method, params);
  }

  /** Before the cell starts. */
  async enable(): Promise<void> {
    // Only to learn of the context: while it is on, V8 takes down the whole stack of every error, and of every call.
    await this.#inspector.command('Runtime.enable');
    await this.#inspector.command('Runtime.disable');
    await this.#inspector.command('Debugger.enable');
    await this.#inspector.command('Debugger.setBlackboxPatterns', { patterns: ['^codemode:bootstrap$'] });
    await this.counts.enable();
  }

  /** The frames of the code that stands still, innermost first; null while it runs or nothing runs. */
  get paused(): readonly CodeFrame[] | null {
    return this.#paused === null ? null : this.#frames;
  }

  setExceptions(mode: ExceptionMode): Promise<void> {
    return this.#throws.set(mode);
  }

  /** Goes on without a goal. */
  resume(): void {
    this.#go('Debugger.resume');
  }

  /** Goes on to the next line. */
  step(how: StepHow): void {
    this.#step.begin(how, this.#frames, this.#inTrap);
  }

  /** From a cell that stands still outside its code: to the first line that runs. */
  stepFromStillness(): void {
    this.#step.beginOutside();
  }

  /** Forgets the step under way. */
  forgetStep(): void {
    this.#step.end();
  }

  /** Stops code that runs. */
  pause(): void {
    this.#pauses.ask();
  }

  /** The pause that was asked for found nothing running. */
  pauseMissed(): void {
    this.#pauses.missed();
  }

  end(): void {
    this.#pauses.rest();
  }

  /** Covers the places a step can lead to once something is delivered to a cell that has fallen still. */
  cover(): Promise<void> {
    return this.#step.cover();
  }

  /** Whether a step is under way. */
  get stepping(): boolean {
    return this.#step.active;
  }

  /** Whether what is delivered now cannot escape the step under way. */
  get covered(): boolean {
    return this.#step.places.covered;
  }

  /** Places in a part of the text at which code can stop. None before the text has been compiled. */
  spotsBetween(span: Span): Promise<Spot[]> {
    return this.#step.places.spotsBetween(span);
  }

  /** Stops before the first line of the cell. */
  async breakEntry(): Promise<void> {
    await this.#step.places.coverOne(cellFile, this.#program.entry);
    this.stepFromStillness();
  }

  #event(method: string, params: unknown): void {
    if (method === 'Debugger.scriptParsed') this.#parsed(params as ScriptParsed);
    else if (method === 'Runtime.executionContextCreated') {
      const { id, name } = (params as { context: { id: number; name: string } }).context;
      // The other is the isolate's own and empty; neither order nor numbers tell them apart.
      if (name === '<isolated-vm>') this.contextId = id;
    } else if (method === 'Debugger.breakpointResolved') {
      const { breakpointId, location } = params as { breakpointId: string; location: Location };
      this.#set.resolved(breakpointId, location);
      this.breakpoints.resolved(breakpointId, location);
    } else if (method === 'Debugger.resumed') this.#paused = null;
    else if (method === 'Debugger.paused') void this.#stopped(params as Paused);
  }

  #parsed(script: ScriptParsed): void {
    if (this.scripts.parsed(script)) this.#step.places.script = script.scriptId;
  }

  async #stopped(paused: Paused): Promise<void> {
    const frames = this.scripts.framesOf(paused);
    if (this.#isForeign(paused, frames)) {
      this.#inspector.tell('Debugger.resume');
      return;
    }
    const { asked } = this.#pauses;
    this.#pauses.rest();
    this.#paused = paused;
    this.#frames = frames;
    this.#inTrap = this.scripts.inTrap(paused);
    const hits = this.#hits(paused);
    if (this.counts.isEntry(hits)) {
      await this.counts.begin(this.#step.places.script);
      await this.breakpoints.settled();
      if (this.#paused !== paused) return;
      if (asked) return this.#stoppedAt(paused, { why: 'pause', frames, breakpoints: [] });
    }
    if (paused.reason === 'other' && hits.length === 0 && !this.#inTrap && this.#pauses.takeStale()) {
      return this.#goOn();
    }
    const breakpoints = await this.breakpoints.hit(hits, frames[0]?.frame?.callFrameId);
    const stop = await this.#judge(paused, frames, breakpoints);
    if (this.#paused !== paused) return;
    if (stop === null) return this.#goOn();
    if (typeof stop === 'string') return this.#go(stop);
    return this.#stoppedAt(paused, stop);
  }

  /** Unless nobody wants it. */
  async #stoppedAt(paused: Paused, stop: CodeStop): Promise<void> {
    const found = this.#frames;
    const whole = stop.why === 'memory' ? found : [...found, ...(await this.awaiting())];
    if (this.#paused !== paused) return;
    this.#frames = whole;
    // A failed call is shown where the cell made it, which is not where code stands.
    if (!this.#onStop({ ...stop, frames: stop.frames === found ? whole : stop.frames })) return this.#goOn();
    this.#step.end();
  }

  /** Whether what stopped is an expression that a person has evaluated: nobody wants to stop there. */
  #isForeign(paused: Paused, frames: readonly CodeFrame[]): boolean {
    if (/^oom$/i.test(paused.reason)) return false;
    if (this.standsOutside()) return true;
    return frames.length === 0 && !this.scripts.inTrap(paused) && paused.reason === 'other';
  }

  /** What a stop of V8 means; null: nothing, else how it has to go on. */
  async #judge(
    paused: Paused,
    frames: readonly CodeFrame[],
    breakpoints: readonly number[],
  ): Promise<CodeStop | GoOn | null> {
    const { reason } = paused;
    const hits = this.#hits(paused);
    if (/^oom$/i.test(reason)) return { why: 'memory', frames, breakpoints };
    if (reason === 'exception' || reason === 'promiseRejection') return this.#exception(paused, frames);
    if (this.#inTrap) return { why: 'signal', frames, breakpoints };
    if (breakpoints.length > 0) return { why: 'breakpoint', frames, breakpoints };
    if (reason === 'step' || (this.#step.active && this.#step.places.has(hits))) {
      const meaning = await this.#step.meaning(paused, frames);
      return meaning === 'stay' ? { why: 'step', frames, breakpoints } : meaning;
    }
    return hits.length > 0 ? null : { why: 'pause', frames, breakpoints };
  }

  async #exception(paused: Paused, found: readonly CodeFrame[]): Promise<CodeStop | null> {
    // A call that fails is rejected by our own code: what counts is where the cell made it.
    const [frames, awaiting] =
      found.length > 0 ? [found, this.awaiting] : [await this.deliveredTo(), async () => [] as const];
    if (found.length > 0) await this.#step.thrown(found, this.awaiting).catch(() => {});
    const thrown = await this.#throws.judge(paused, frames, awaiting);
    return thrown === null ? null : { why: 'exception', breakpoints: [], ...thrown };
  }

  /** V8's names of the breakpoints that are hit. */
  #hits({ hitBreakpoints = [], callFrames: [top] }: Paused): readonly string[] {
    return top === undefined ? hitBreakpoints : this.#set.hitAt(hitBreakpoints, place(top.location));
  }

  /** Goes on as if there had been no stop: V8 has forgotten a step that is under way. */
  async #goOn(): Promise<void> {
    const paused = this.#paused;
    if (paused !== null) this.#go(await this.#step.goOn(this.#frames, paused.reason));
  }

  #go(how: GoOn): void {
    if (this.#paused === null) return;
    this.#paused = null;
    this.#inTrap = false;
    this.#inspector.tell(how);
  }
}
