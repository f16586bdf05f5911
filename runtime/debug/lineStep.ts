/**
 * A step by lines that is under way: how V8 is told to make it, and what a stop of V8 means for it.
 *
 * V8 leads a step over an `await` in the very call it began in, as long as the isolate's thread stays inside: so it is
 * held there. Out of a call that goes back to nobody on the stack a step leads to the very call that awaits it
 * (`leaving.ts`). Where V8 has nothing to go by, every place to which the step could lead gets a breakpoint of its own
 * (`stepPlaces.ts`). From a cell at rest the step is in no call yet: it leads to the first line that runs.
 * Invariant: no such breakpoint outlives the step.
 */

import type { BreakpointSet } from './breakpointSet.ts';
import type { CellScripts } from './cellScripts.ts';
import { type CodeFrame, type GoOn, onStack, type StepHow } from './codeFrame.ts';
import type { Inspector } from './inspector.ts';
import type { Paused } from './inspectorTypes.ts';
import { Leaving } from './leaving.ts';
import type { Program, Span, Spot } from './program.ts';
import { place, StepPlaces } from './stepPlaces.ts';
import type { Throws } from './throws.ts';

interface Goal {
  readonly how: StepHow;
  /** Where it started; null outside of any code. */
  readonly own: CodeFrame | null;
  /** So many calls were on the stack. */
  readonly depth: number;
}

/** Whose step it is. */
export interface Stepper {
  readonly inspector: Inspector;
  readonly breakpoints: BreakpointSet;
  readonly program: Program;
  readonly scripts: CellScripts;
  readonly throws: Throws;
  /** Keeps the cell's thread inside between its steps, or lets it go. */
  hold(on: boolean): void;
  /** The stop from which it goes on, as long as it does. */
  paused(): Paused | null;
  go(how: GoOn): void;
}

/** `stay`: it is over. `null`: it goes on as before, else as is said. */
type Meaning = 'stay' | 'Debugger.stepOver' | 'Debugger.stepOut' | null;

export class LineStep {
  readonly places: StepPlaces;
  readonly #owner: Stepper;
  readonly #leaving: Leaving;
  #goal: Goal | null = null;
  /** V8 keeps it across an `await`, because the thread stays inside. */
  #held = false;
  /** What runs is awaited by nobody: it is over when the cell falls still. */
  #adrift = false;
  /** Of the call that is stepped through. */
  #variables: Promise<string> = Promise.resolve('');

  constructor(owner: Stepper) {
    const { inspector, breakpoints, program, scripts } = owner;
    this.#owner = owner;
    this.places = new StepPlaces(inspector, breakpoints, program);
    this.#leaving = new Leaving(inspector, program, scripts);
  }

  get active(): boolean {
    return this.#goal !== null;
  }

  /** From code that stands at these frames. `trapped`: in the function that stops it at signals. */
  begin(how: StepHow, frames: readonly CodeFrame[], trapped: boolean): void {
    const { program, hold, throws, go } = this.#owner;
    const [own] = frames;
    const running = onStack(frames);
    this.#goal = { how, own: own ?? null, depth: running.length };
    const alone = running.length === 1 && !trapped;
    if (alone && (how === 'out' || own?.frame?.returnValue !== undefined)) {
      void this.#leave(how, frames);
      return;
    }
    // From a callback nobody waits for, V8 has nowhere to go on to.
    const outermost = running.at(-1);
    this.#adrift = outermost !== undefined && !program.canAwait(outermost);
    this.#held = outermost !== undefined && !this.#adrift;
    this.#variables = this.#variablesOf(own);
    if (this.#held) hold(true);
    throws.watch(true);
    if (trapped || own === undefined) go('Debugger.stepOut');
    // In `for await` V8 takes any call of the function for the same, and forgets the step when anything is thrown.
    else if (program.isForAwait(own) && program.isTopLevel(own))
      void this.#along(how, Promise.resolve([program.whole]));
    else if (program.isForAwait(own)) void this.#along(how, this.#leaving.stay(own));
    // It does not come out where a generator yields, nor where it ends.
    else if (alone && program.isAsyncGenerator(own)) void this.#along(how, this.#leaving.begin([]));
    else go(command(how));
  }

  /** From a cell that stands still outside its code: to the first line that runs. */
  beginOutside(): void {
    this.#goal = { how: 'into', own: null, depth: 0 };
  }

  /** It is over. */
  end(): void {
    const { throws, hold } = this.#owner;
    if (this.#goal !== null) throws.watch(false);
    if (this.#held) hold(false);
    this.#held = false;
    this.#goal = null;
    this.#adrift = false;
    this.#leaving.end();
    this.places.clear();
  }

  /** The cell has fallen still: a step that nobody would take up is over, for any other something must cover its way. */
  async cover(): Promise<void> {
    if (this.#adrift) this.end();
    const goal = this.#goal;
    if (goal !== null) await this.places.cover(goal.own === null ? [this.#owner.program.whole] : [], true);
  }

  /** What it means for the step that V8 has stopped at one of its places. */
  async meaning(paused: Paused, frames: readonly CodeFrame[]): Promise<Meaning> {
    const { program, scripts } = this.#owner;
    const [top] = frames;
    const outside = this.#goal === null ? null : 'Debugger.stepOut';
    // It has led out of the text, and goes on until it comes back; at the end of the text it is over.
    if (top?.frame === undefined || !scripts.inText(paused)) return outside;
    if (!program.contains(place(top.frame.location))) return outside;
    const doubtful = this.#leaving.active && (this.#leaving.strict || paused.reason !== 'step');
    if (doubtful && !(await this.#leaving.isHere(frames))) return null;
    if (this.#isDeeper(frames)) return 'Debugger.stepOut';
    return this.#isHalfway(top) ? 'Debugger.stepOver' : 'stay';
  }

  /** Something is thrown here: whoever awaits the call that is stepped through may go on because of it. */
  async thrown(found: readonly CodeFrame[], awaiting: () => Promise<readonly CodeFrame[]>): Promise<void> {
    if (await this.#isEndedBy(found)) await this.places.cover(await this.#leaving.begin(await awaiting()), false);
  }

  /** How code goes on that has stopped for nothing. */
  async goOn(frames: readonly CodeFrame[], reason: string): Promise<GoOn> {
    const goal = this.#goal;
    if (goal === null || this.#leaving.active) return 'Debugger.resume';
    if (!this.#held) {
      await this.cover().catch(() => {});
      return 'Debugger.resume';
    }
    // An exception leaves V8 its step, and so does any stop while the function waits. Else it has to be told anew.
    const kept = this.places.covered || !this.#runsIn(goal.own, frames) || /exception|promiseRejection/.test(reason);
    return kept ? 'Debugger.resume' : command(goal.how);
  }

  /** V8's step, and places it does not lead to. */
  async #along(how: StepHow, found: Promise<readonly Span[]>): Promise<void> {
    const { paused, go } = this.#owner;
    const from = paused();
    const spans = await found;
    if (paused() !== from || this.#goal === null) return;
    await this.places.cover(spans, false).catch(() => {});
    go(command(how));
  }

  async #beginAnew(): Promise<void> {
    this.#leaving.end();
    this.beginOutside();
    await this.cover().catch(() => {});
  }

  /** Out of a call that nobody on the stack has called. */
  async #leave(how: StepHow, frames: readonly CodeFrame[]): Promise<void> {
    const { paused, scripts, go } = this.#owner;
    const from = paused();
    const spans = await this.#leaving.begin(frames.filter(({ frame }) => frame === undefined));
    if (from === null || paused() !== from || this.#goal === null) return;
    if (spans.length > 0) {
      await this.places.cover(spans, false).catch(() => {});
      go('Debugger.resume');
    } else if (scripts.isMicrotask(from)) {
      // Into whatever runs next; else it is over.
      if (how === 'into') await this.#beginAnew();
      else this.end();
      go('Debugger.resume');
    } else {
      // A timer's callback: what it wakes goes on at once.
      this.#leaving.end();
      this.#adrift = true;
      go(command(how));
    }
  }

  /** Whether what is thrown here ends the call that is stepped through, and no other call of its function. */
  async #isEndedBy(found: readonly CodeFrame[]): Promise<boolean> {
    const { program } = this.#owner;
    const own = this.#goal?.own ?? null;
    if (own === null || this.#leaving.active || !this.#runsIn(own, found)) return false;
    // What an asynchronous function throws reaches its callers by their `await` only.
    const ending = found.findIndex(spot => program.canAwait(spot));
    if ((ending >= 0 && ending < found.length - 1) || program.catches(found)) return false;
    const span = program.functionAround(own);
    const call = found.find(spot => program.isDirectlyIn(spot, span));
    return !this.#held || (await this.#variables) === (await this.#variablesOf(call));
  }

  /** The variables of a call, as far as they tell it from other calls of its function. Asked for before it goes on. */
  async #variablesOf(call: CodeFrame | undefined): Promise<string> {
    const objectId = call?.frame?.scopeChain.find(({ type }) => type === 'local')?.object.objectId;
    if (objectId === undefined) return '';
    const asked = this.#owner.inspector.command('Runtime.getProperties', { objectId, ownProperties: true });
    const { result } = await asked.catch(() => ({ result: [] }));
    const seen = result.map(({ name, value }) => [
      name,
      value?.value ?? value?.unserializableValue ?? value?.className ?? value?.type,
    ]);
    return JSON.stringify(seen);
  }

  /** After an `await` V8 stops in the rest of its statement; who steps by lines has seen that line. */
  #isHalfway(top: CodeFrame): boolean {
    const goal = this.#goal;
    if (goal === null || goal.own === null || goal.how === 'into' || !this.#held || !this.places.covered) return false;
    return top.frame?.returnValue === undefined && this.#owner.program.isSameStep(goal.own, top);
  }

  /** Out of a function that `map` and the like have called V8 stops in what they call next. */
  #isDeeper(frames: readonly CodeFrame[]): boolean {
    const goal = this.#goal;
    return goal?.how === 'out' && goal.depth > 1 && onStack(frames).length >= goal.depth;
  }

  /** Whether the function around a place is on the stack. */
  #runsIn(own: Spot | null, frames: readonly CodeFrame[]): boolean {
    if (own === null) return false;
    const { program } = this.#owner;
    const span = program.functionAround(own);
    return onStack(frames).some(spot => program.isDirectlyIn(spot, span));
  }
}

function command(how: StepHow): GoOn {
  return how === 'over' ? 'Debugger.stepOver' : how === 'into' ? 'Debugger.stepInto' : 'Debugger.stepOut';
}
