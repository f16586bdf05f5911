/**
 * Stops in the code of one cell: breakpoints, stepping by lines, exceptions; on top of V8's inspector.
 *
 * V8 leads a step over an `await` in the very call it began in, as long as the isolate's thread stays inside: so it is
 * held there while a step is under way. Out of a call that goes back to nobody on the stack a step leads to the very call
 * that awaits it (`leaving.ts`). Where V8 has nothing to go by, every place to which the step could lead gets a breakpoint
 * of its own until the next stop (`stepPlaces.ts`). From a cell at rest the step is in no call yet: it leads to the first
 * line that runs, which is that of what has arrived first.
 * Invariants: no such breakpoint outlives a stop; places outside the cell's own text are never shown. Lines and columns
 * count from 0.
 */

import type { Inspector } from './inspector.ts';
import type { CallFrame, Location, Paused, ScriptParsed } from './inspectorTypes.ts';
import { Leaving } from './leaving.ts';
import { LineBreakpoints } from './lineBreakpoints.ts';
import { Pauses } from './pauses.ts';
import type { Program, Span, Spot } from './program.ts';
import { place, StepPlaces, shown } from './stepPlaces.ts';

export const cellFile = 'exec_main.mjs';
const trapFile = 'codemode:trap';

export type StepHow = 'over' | 'into' | 'out';
export type ExceptionMode = 'none' | 'uncaught' | 'all';

interface StepGoal {
  readonly how: StepHow;
  /** Where it started; null outside of any code. */
  readonly own: Spot | null;
  /** So many calls were on the stack. */
  readonly depth: number;
}

/** A frame of the cell's own code. */
export interface CodeFrame extends Spot {
  readonly name: string;
  /** Absent for a frame that is not on the stack any more: it awaits one that is. */
  readonly frame?: CallFrame;
  /** It does not await the one before it itself. */
  readonly indirect?: true;
}

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
  /** Where the cell waited for what was delivered to it last. */
  deliveredTo: () => Promise<readonly CodeFrame[]> = async () => [];
  /** Functions that await the code that stands still, innermost first. */
  awaiting: () => Promise<readonly CodeFrame[]> = async () => [];
  /** Whether the cell stands still where none of its code runs. */
  standsOutside: () => boolean = () => false;
  /** The cell's globals. */
  contextId = 0;
  /** Keeps the cell's thread inside between its steps, or lets it go. */
  onHold: (on: boolean) => void = () => {};
  readonly #inspector: Inspector;
  readonly #program: Program;
  readonly #onStop: OnCodeStop;
  readonly #cellScripts = new Set<string>();
  readonly #trapScripts = new Set<string>();
  readonly #places: StepPlaces;
  readonly #pauses: Pauses;
  /** Characters before the cell's own text. */
  shift = 0;
  #exceptions: ExceptionMode = 'none';
  #paused: Paused | null = null;
  /** Of the stop that is known to the outside. */
  #frames: readonly CodeFrame[] = [];
  /** The step under way, with where it started. */
  #step: StepGoal | null = null;
  /** V8 keeps the step under way across an `await`, because the thread stays inside. */
  #held = false;
  readonly #leaving: Leaving;
  /** What runs now is awaited by nobody: the step is over when the cell falls still. */
  #adrift = false;
  /** Of the call that is stepped through. */
  #variables: Promise<string> = Promise.resolve('');
  #inTrap = false;
  #thrown = { text: '', where: '' };

  constructor(inspector: Inspector, program: Program, onStop: OnCodeStop, onLog: (text: string) => void) {
    this.#inspector = inspector;
    this.#program = program;
    this.#onStop = onStop;
    this.#places = new StepPlaces(inspector, program);
    this.#pauses = new Pauses(inspector);
    this.#leaving = new Leaving(inspector, program, scriptId => this.owns(scriptId));
    this.breakpoints = new LineBreakpoints(inspector, program, onLog);
    inspector.onEvent = (method, params) => this.#event(method, params);
  }

  /** Before the cell starts. */
  async enable(): Promise<void> {
    // Only to learn of the context: while it is on, V8 takes down the whole stack of every error, and of every call.
    await this.#inspector.command('Runtime.enable');
    await this.#inspector.command('Runtime.disable');
    await this.#inspector.command('Debugger.enable');
    await this.#inspector.command('Debugger.setBlackboxPatterns', { patterns: ['^codemode:bootstrap$'] });
    // For `openAwaits.ts`; what was compiled before would not be counted. It costs calls nothing, tight loops much.
    if (this.#program.awaits.length === 0) return;
    await this.#inspector.command('Profiler.enable');
    await this.#inspector.command('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** The frames of the code that stands still, innermost first; null while it runs or nothing runs. */
  get paused(): readonly CodeFrame[] | null {
    return this.#paused === null ? null : this.#frames;
  }

  /** Whether a script is the cell's own text. */
  owns(scriptId: string): boolean {
    return this.#cellScripts.has(scriptId);
  }

  async setExceptions(mode: ExceptionMode): Promise<void> {
    this.#exceptions = mode;
    await this.#inspector.command('Debugger.setPauseOnExceptions', { state: mode === 'none' ? 'none' : 'all' });
  }

  /** Goes on without a goal. */
  resume(): void {
    this.#step = null;
    this.#go('Debugger.resume');
  }

  /** Goes on to the next line. */
  step(how: StepHow): void {
    const [own] = this.#frames;
    const onStack = this.#frames.filter(({ frame }) => frame !== undefined);
    this.#step = { how, own: own ?? null, depth: onStack.length };
    const atEnd = own?.frame?.returnValue !== undefined;
    if (onStack.length === 1 && !this.#inTrap && (how === 'out' || atEnd)) {
      void this.#leave(how);
      return;
    }
    // From a callback nobody waits for, V8 has nowhere to go on to.
    const outermost = onStack.at(-1);
    this.#adrift = outermost !== undefined && !this.#program.canAwait(outermost);
    this.#held = outermost !== undefined && !this.#adrift;
    this.#variables = this.#variablesOf(own);
    if (this.#held) this.onHold(true);
    if (this.#exceptions === 'none') this.#inspector.tell('Debugger.setPauseOnExceptions', { state: 'all' });
    if (this.#inTrap) this.#go('Debugger.stepOut');
    // In `for await` V8 takes any call of the function for the same.
    else if (own !== undefined && this.#program.isForAwait(own) && !this.#program.isTopLevel(own))
      void this.#around(how, this.#leaving.stay(own));
    // It does not come out where a generator yields, nor where it ends.
    else if (onStack.length === 1 && own !== undefined && this.#program.isAsyncGenerator(own))
      void this.#around(how, this.#leaving.begin([]));
    else this.#go(method(how));
  }

  /** From a cell that stands still outside its code: to the first line that runs. */
  stepFromStillness(): void {
    this.#step = { how: 'into', own: null, depth: 0 };
  }

  /** Forgets the step under way. */
  forgetStep(): void {
    this.#letGo();
    this.#step = null;
    this.#adrift = false;
    this.#leaving.end();
    this.#places.clear();
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

  /** The cell has fallen still: a step that nobody would take up is over, for any other something must cover its way. */
  async cover(): Promise<void> {
    if (this.#adrift) this.forgetStep();
    const step = this.#step;
    if (step !== null) await this.#places.cover(step.own === null ? [this.#program.whole] : [], true);
  }

  /** Whether a step is under way. */
  get stepping(): boolean {
    return this.#step !== null;
  }

  /** Whether what is delivered now cannot escape the step under way. */
  get covered(): boolean {
    return this.#places.covered;
  }

  /** Places in a part of the text at which code can stop. None before the text has been compiled. */
  spotsBetween(span: Span): Promise<Spot[]> {
    return this.#places.spotsBetween(span);
  }

  /** Stops before the first line of the cell. */
  async breakEntry(): Promise<void> {
    await this.#places.coverOne(cellFile, this.#program.entry);
    this.stepFromStillness();
  }

  /** Whether what is thrown here ends the call that is stepped through, and no other call of its function. */
  async #endsStep(found: readonly CodeFrame[]): Promise<boolean> {
    const step = this.#step;
    if (step === null || step.own === null || this.#leaving.active) return false;
    const span = this.#program.functionAround(step.own);
    const own = found.find(spot => this.#program.isDirectlyIn(spot, span));
    // What an asynchronous function throws reaches its callers by their `await` only.
    const ending = found.findIndex(spot => this.#program.canAwait(spot));
    if (own === undefined || (ending >= 0 && ending < found.length - 1)) return false;
    if (this.#program.catches(found)) return false;
    return !this.#held || (await this.#variables) === (await this.#variablesOf(own));
  }

  /** The variables of a call, as far as they tell it from other calls of its function. Asked for before it goes on. */
  async #variablesOf(call: CodeFrame | undefined): Promise<string> {
    const objectId = call?.frame?.scopeChain.find(({ type }) => type === 'local')?.object.objectId;
    if (objectId === undefined) return '';
    try {
      const { result } = await this.#inspector.command('Runtime.getProperties', { objectId, ownProperties: true });
      return JSON.stringify(
        result.map(({ name, value }) => [
          name,
          value?.type,
          value?.value ?? value?.unserializableValue ?? value?.className,
        ]),
      );
    } catch {
      return '';
    }
  }

  /** V8's step, and places it does not lead to. */
  async #around(how: StepHow, found: Promise<readonly Span[]>): Promise<void> {
    const paused = this.#paused;
    const spans = await found;
    if (this.#paused !== paused || this.#step === null) return;
    await this.#places.cover(spans, false).catch(() => {});
    this.#go(method(how));
  }

  /** Out of a call that nobody on the stack has called. */
  async #leave(how: StepHow): Promise<void> {
    const paused = this.#paused;
    const spans = await this.#leaving.begin(this.#frames.filter(({ frame }) => frame === undefined));
    if (this.#paused !== paused || this.#step === null) return;
    if (spans.length === 0) {
      this.#adrift = true;
      this.#go(method(how));
      return;
    }
    await this.#places.cover(spans, false).catch(() => {});
    this.#go('Debugger.resume');
  }

  #event(method: string, params: unknown): void {
    if (method === 'Debugger.scriptParsed') this.#parsed(params as ScriptParsed);
    else if (method === 'Runtime.executionContextCreated') {
      const { id, name } = (params as { context: { id: number; name: string } }).context;
      // The other is the isolate's own and empty; neither order nor numbers tell them apart.
      if (name === '<isolated-vm>') this.contextId = id;
    } else if (method === 'Debugger.breakpointResolved') {
      const { breakpointId, location } = params as { breakpointId: string; location: Location };
      this.breakpoints.resolved(breakpointId, location);
    } else if (method === 'Debugger.resumed') this.#paused = null;
    else if (method === 'Debugger.paused') void this.#stopped(params as Paused);
  }

  #parsed({ scriptId, url, startColumn }: ScriptParsed): void {
    if (url === trapFile) this.#trapScripts.add(scriptId);
    if (url !== cellFile) return;
    this.#cellScripts.add(scriptId);
    // The text is compiled twice: first to see whether it is a module, then to run.
    this.#places.script = scriptId;
    this.shift = Math.max(0, -startColumn);
  }

  async #stopped(paused: Paused): Promise<void> {
    const frames = this.#stackOf(paused);
    if (this.#isForeign(paused, frames)) {
      this.#inspector.tell('Debugger.resume');
      return;
    }
    this.#pauses.rest();
    this.#paused = paused;
    this.#frames = frames;
    const hits = paused.hitBreakpoints ?? [];
    const oneShot = this.#places.has(hits);
    this.#inTrap = this.#trapScripts.has(paused.callFrames[0]?.location.scriptId ?? '');
    if (paused.reason === 'other' && hits.length === 0 && !this.#inTrap && this.#pauses.takeStale()) {
      return this.#goOn();
    }
    const own = frames.find(frame => frame.frame !== undefined);
    const breakpoints = await this.breakpoints.hit(hits, own?.frame?.callFrameId);
    const stop = await this.#judge(paused, frames, breakpoints, oneShot);
    if (this.#paused !== paused) return;
    if (stop === 'leave') return this.#leaveText();
    if (stop === 'again') return this.#go('Debugger.stepOver');
    if (stop === 'out') return this.#go('Debugger.stepOut');
    if (stop === null) return this.#goOn();
    const whole = stop.why === 'memory' ? frames : [...frames, ...(await this.awaiting())];
    if (this.#paused !== paused) return;
    this.#frames = whole;
    if (!this.#onStop({ ...stop, frames: stop.frames === frames ? whole : stop.frames })) return this.#goOn();
    this.#step = null;
    this.#places.clear();
  }

  /** Whether what stopped is an expression that a person has evaluated: nobody wants to stop there. */
  #isForeign({ reason, callFrames }: Paused, frames: readonly CodeFrame[]): boolean {
    if (/^oom$/i.test(reason)) return false;
    if (this.standsOutside()) return true;
    const inTrap = this.#trapScripts.has(callFrames[0]?.location.scriptId ?? '');
    return frames.length === 0 && !inTrap && reason === 'other';
  }

  /** What a stop of V8 means; null: nothing, `leave`: the step has led out of the cell's text; `again`, `out`: it has to go on. */
  async #judge(
    paused: Paused,
    frames: readonly CodeFrame[],
    breakpoints: readonly number[],
    oneShot: boolean,
  ): Promise<CodeStop | 'leave' | 'again' | 'out' | null> {
    const [top] = frames;
    if (/^oom$/i.test(paused.reason)) return { why: 'memory', frames, breakpoints };
    if (paused.reason === 'exception' || paused.reason === 'promiseRejection') return this.#exception(paused, frames);
    if (this.#inTrap) return { why: 'signal', frames, breakpoints };
    if (breakpoints.length > 0) return { why: 'breakpoint', frames, breakpoints };
    const topIsOwn = this.#cellScripts.has(paused.callFrames[0]?.location.scriptId ?? '');
    if (paused.reason === 'step' || (this.#step !== null && oneShot)) {
      if (top?.frame === undefined || !topIsOwn) return 'leave';
      if (!this.#program.contains(place(top.frame.location))) return 'leave';
      if (
        this.#leaving.active &&
        (this.#leaving.strict || paused.reason !== 'step') &&
        !(await this.#leaving.isHere(frames))
      )
        return null;
      if (this.#isDeeper(frames)) return 'out';
      return this.#isHalfway(top) ? 'again' : { why: 'step', frames, breakpoints };
    }
    const hit = paused.hitBreakpoints ?? [];
    if (hit.length > 0) return null;
    return { why: 'pause', frames, breakpoints };
  }

  async #exception({ data }: Paused, found: readonly CodeFrame[]): Promise<CodeStop | null> {
    // A call that fails is rejected by our own code: what counts is where the cell made it.
    const frames = found.length > 0 ? found : await this.deliveredTo();
    if (found.length > 0 && (await this.#endsStep(found))) {
      const spans = await this.#leaving.begin(await this.awaiting());
      await this.#places.cover(spans, false).catch(() => {});
    }
    if (this.#exceptions === 'none') return null;
    const thrown = String(data?.description ?? data?.value ?? 'undefined');
    const caught = this.#program.catches(frames) || (found.length > 0 && this.#program.catches(await this.awaiting()));
    const [top] = frames;
    const where = `${top?.line}:${top?.column}`;
    // What nobody catches is thrown anew in every function that awaits: once is enough.
    const again = thrown === this.#thrown.text && where !== this.#thrown.where;
    if (!again) this.#thrown = { text: thrown, where };
    if (again || (caught && this.#exceptions !== 'all')) return null;
    return { why: 'exception', frames, breakpoints: [], thrown, caught };
  }

  /** A step that led out of the text goes on until it comes back; at the end of the text it is over. */
  #leaveText(): void {
    this.#go(this.#step === null ? 'Debugger.resume' : 'Debugger.stepOut');
  }

  /** Goes on as if there had been no stop: a step under way needs its places covered, V8 has forgotten it. */
  async #goOn(): Promise<void> {
    const step = this.#step;
    if (step !== null && this.#leaving.active) return this.#go('Debugger.resume');
    if (step !== null && this.#held) {
      // An exception leaves V8 its step, and so does any stop while the function waits. Else it has to be told anew.
      const kept =
        this.#places.covered || !this.#runsIn(step.own) || /exception|promiseRejection/.test(`${this.#paused?.reason}`);
      this.#go(kept ? 'Debugger.resume' : method(step.how));
      return;
    }
    if (step !== null) await this.cover().catch(() => {});
    this.#go('Debugger.resume');
  }

  #go(how: 'Debugger.resume' | 'Debugger.stepOver' | 'Debugger.stepInto' | 'Debugger.stepOut'): void {
    if (this.#paused === null) return;
    this.#paused = null;
    this.#inTrap = false;
    this.#inspector.tell(how);
  }

  /** After an `await` V8 stops in the rest of its statement; who steps by lines has seen that line. */
  #isHalfway(top: CodeFrame): boolean {
    const step = this.#step;
    if (step === null || step.own === null || step.how === 'into' || !this.#held || !this.#places.covered) return false;
    return top.frame?.returnValue === undefined && this.#program.isSameStep(step.own, top);
  }

  /** Out of a function that `map` and the like have called V8 stops in what they call next. */
  #isDeeper(frames: readonly CodeFrame[]): boolean {
    const step = this.#step;
    if (step?.how !== 'out' || step.depth < 2) return false;
    return frames.filter(({ frame }) => frame !== undefined).length >= step.depth;
  }

  /** Whether the function around a place is on the stack. */
  #runsIn(own: Spot | null): boolean {
    if (own === null) return false;
    const span = this.#program.functionAround(own);
    return this.#frames.some(spot => spot.frame !== undefined && this.#program.isDirectlyIn(spot, span));
  }

  #letGo(): void {
    if (this.#step !== null && this.#exceptions === 'none')
      this.#inspector.tell('Debugger.setPauseOnExceptions', { state: 'none' });
    if (!this.#held) return;
    this.#held = false;
    this.onHold(false);
  }

  #stackOf({ callFrames }: Paused): CodeFrame[] {
    return callFrames
      .filter(frame => this.#cellScripts.has(frame.location.scriptId))
      .map(frame => ({
        ...shown(place(frame.location)),
        name: this.#name(frame.functionName, place(frame.location)),
        frame,
      }));
  }

  #name(name: string, spot: Spot): string {
    return name === '' ? this.#program.nameless(shown(spot)) : name;
  }
}

function method(how: StepHow): 'Debugger.stepOver' | 'Debugger.stepInto' | 'Debugger.stepOut' {
  return how === 'over' ? 'Debugger.stepOver' : how === 'into' ? 'Debugger.stepInto' : 'Debugger.stepOut';
}
