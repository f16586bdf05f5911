/**
 * One cell in its isolate: runs its code step by step and passes on what it says.
 *
 * A step is one awaited call into the isolate; when it settles, microtasks are drained: the quiescent point.
 * Invariants: `done` is the last message of a cell; after it its isolate is disposed of, whatever still runs in it.
 * Leaves out who observes, what is buffered, when to yield: that is the session's business.
 */

import type { ChildLimits, FromChild } from '../protocol/messages.ts';
import type { Payload } from '../protocol/parcels.ts';
import type { SignalKind } from './bootstrap/signals.ts';
import { compileCell, SourceError, unshifted } from './cellSource.ts';
import type { PostedCall } from './mailbox.ts';
import type { CellIsolate, Interior, Occupant } from './warmIsolate.ts';

export interface CellSurroundings {
  readonly limits: ChildLimits;
  /** JSON of every value stored before the cell started. */
  readonly stored: ReadonlyMap<string, string>;
  send(message: FromChild, payload?: Payload): void;
  /** The cell's isolate is not needed any more, but one of its threads may not have noticed; `stopped`: nor its code. */
  retire(warm: CellIsolate, isIdle: () => boolean, stopped: boolean): void;
  taint(why: string): void;
  /** Sends what is waiting without waiting for the turn to end. */
  flush(): void;
  /** A step that was waited for has ended, and everything said until then has been sent. */
  settled?(): void;
}

/** What comes to a cell from outside. */
type Event = ['result', call: number, ok: 0 | 1, json: string] | ['timer', id: number];

/** `inFirstStep`: the end of the step that began the code is the end of its microtasks, too. */
interface Ending {
  readonly ok: boolean;
  readonly error: string;
  readonly inFirstStep: boolean;
}
/** `first` begins the code; `last` comes to its turn when the code has ended and no microtask is left. */
type StepKind = 'first' | 'later' | 'last';

/** What an item of output weighs besides its characters, so that empty ones count too. */
const itemBytes = 64;

export class Cell implements Occupant {
  readonly #id: string;
  readonly #around: CellSurroundings;
  readonly #warm: CellIsolate;
  readonly #timers = new Map<number, NodeJS.Timeout | NodeJS.Immediate>();
  readonly #queued: Event[] = [];
  #texts: string[] = [];
  /** What has come of a long text. */
  #parts: string[] = [];
  #textsScheduled = false;
  #outputBytes = 0;
  #openCalls = 0;
  #inFlight = 0;
  /** Whether there may be a step that `#inFlight` does not count. */
  #unwatched = false;
  #shift = 0;
  /** The way in, once the isolate is furnished. */
  #entry: Interior['entry'] | undefined;
  #over = false;
  #pausable: boolean;
  #paused = false;
  /** A step was asked for while nothing was queued: the next event takes it. */
  #stepOwed = false;
  /** Calls whose results the cell has been given since it last came to rest. */
  #taken: number[] = [];
  /** How the code ended; what it left for microtasks is still running. */
  #ending: Ending | null = null;

  constructor(id: string, warm: CellIsolate, pausable: boolean, around: CellSurroundings) {
    this.#id = id;
    this.#warm = warm;
    this.#pausable = pausable;
    this.#around = around;
    warm.occupant = this;
  }

  get over(): boolean {
    return this.#over;
  }

  async start(source: string, tools: string): Promise<void> {
    this.#around.send({ t: 'started', c: this.#id });
    const { isolate, interior } = this.#warm;
    try {
      const { context, entry, report, importer, plain } = await interior;
      if (this.#over) return;
      this.#entry = entry;
      const compiled = await compileCell(isolate, context, source);
      if (this.#over) return;
      this.#shift = compiled.shift;
      this.#warm.mail.giving();
      entry.applyIgnored(undefined, ['start', tools, JSON.stringify(this.#around.limits)]);
      this.#step(
        compiled.main.apply(undefined, [report.derefInto(), importer.derefInto(), plain.derefInto()]),
        'first',
      );
    } catch (error) {
      if (error instanceof SourceError) this.#finish(false, error.message);
      else this.#died(error);
    }
  }

  /** Takes the result of a nested call to the cell. */
  result(call: number, ok: boolean, json: string): void {
    this.#openCalls--;
    this.#event(['result', call, ok ? 1 : 0, json]);
  }

  /** Runs a timer's callback without waiting for its time. */
  fire(id: number): void {
    if (!this.#timers.has(id)) return;
    this.#clearTimer(id);
    this.#event(['timer', id]);
  }

  /** Stops the cell at once, whatever it does. */
  stop(): void {
    this.#end(true);
  }

  /** Lets a paused cell take one queued event, or all of them and run on unpaused. */
  go(all: boolean): void {
    if (this.#over) return;
    if (all) {
      this.#pausable = false;
      this.#paused = false;
      for (const event of this.#queued.splice(0)) this.#deliver(event);
      return;
    }
    if (!this.#pausable) {
      this.#pausable = true;
      this.#probe();
      return;
    }
    // Still on its way to where it was sent before: it will say when it is there.
    if (this.#inFlight > 0) return;
    const next = this.#queued.shift();
    if (next !== undefined) {
      this.#paused = false;
      this.#deliver(next);
    } else if (this.#openCalls > 0 || this.#timers.size > 0) {
      this.#stepOwed = true;
    } else {
      this.#pause();
    }
  }

  /** A step that does nothing. It comes to its turn when what runs now, and what was given before, has ended. */
  probe(): void {
    if (!this.#over) this.#probe();
  }

  /** Passes on short texts written meanwhile, and notices when V8 has taken the isolate away. */
  poll(): void {
    if (this.#over) return;
    if (this.#warm.isolate.isDisposed) this.#died(new Error('its memory limit was met'));
    else {
      this.#warm.mail.look();
      this.#warm.texts.poll();
    }
  }

  signal(kind: SignalKind, a?: string | number, b?: string | number, c?: string): void {
    if (this.#over) return;
    switch (kind) {
      case 'part':
        if (this.#spend(String(a).length)) this.#parts.push(String(a));
        break;
      case 'text':
        if (this.#parts.length === 0) this.texts([String(a)]);
        else this.#longText(String(a));
        break;
      case 'image':
        if (this.#spend(String(a).length + itemBytes)) this.#send({ t: 'image', c: this.#id, d: String(b) }, String(a));
        break;
      case 'audio':
        if (this.#spend(String(a).length + itemBytes)) this.#send({ t: 'audio', c: this.#id }, String(a));
        break;
      case 'call':
        this.#openCalls++;
        this.#warm.mail.called(this.#openCalls === 1 && !this.#pausable);
        this.#send({ t: 'call', c: this.#id, i: Number(a), n: Number(b) }, c ?? '');
        break;
      case 'notify':
        if (this.#spend(String(a).length + itemBytes)) this.#send({ t: 'notify', c: this.#id }, String(a));
        break;
      case 'yield':
        this.#send({ t: 'yield', c: this.#id });
        break;
      case 'put':
        this.#send({ t: 'put', c: this.#id, key: String(a) }, String(b));
        break;
      case 'timer':
        this.#setTimer(Number(a), Number(b));
        break;
      case 'clear':
        this.#clearTimer(Number(a));
        break;
      case 'done':
        this.#ended({ ok: true, error: '', inFirstStep: b === 0 });
        break;
      case 'failed':
        if (!this.#spend(String(a).length)) break;
        this.#ended({ ok: false, error: unshifted(String(a), this.#shift), inFirstStep: b === 0 });
        break;
    }
  }

  posted({ id, tool, json, at }: PostedCall): void {
    if (this.#over) return;
    this.#warm.texts.drain(at);
    this.signal('call', id, tool, json);
    this.#around.flush();
  }

  texts(texts: string[]): void {
    if (this.#over) return;
    let bytes = 0;
    for (const text of texts) bytes += text.length + itemBytes;
    if (!this.#spend(bytes)) return;
    this.#texts.push(...texts);
    if (this.#textsScheduled) return;
    this.#textsScheduled = true;
    setImmediate(() => this.#flushTexts());
  }

  #longText(end: string): void {
    if (!this.#spend(end.length + itemBytes)) return;
    const parts = [...this.#parts.splice(0), end];
    this.#send({ t: 'text', c: this.#id, l: [parts.reduce((sum, part) => sum + part.length, 0)] }, parts);
    // It takes the host as long to read as the cell to end.
    this.#around.flush();
  }

  leave(): void {
    this.#finish(true);
  }

  fetchStored(key: string): string | undefined {
    return this.#around.stored.get(key);
  }

  wrecked(message: string): void {
    this.#around.taint(`V8 gave up an isolate: ${message}`);
    this.#finish(false, this.#memoryText());
  }

  #send(message: FromChild, payload?: Payload): void {
    this.#flushTexts();
    this.#around.send(message, payload);
  }

  #flushTexts(): void {
    this.#textsScheduled = false;
    const texts = this.#texts;
    if (texts.length === 0) return;
    this.#texts = [];
    this.#around.send({ t: 'text', c: this.#id, l: texts.map(text => text.length) }, texts.join(''));
  }

  #spend(bytes: number): boolean {
    this.#outputBytes += bytes;
    if (this.#outputBytes <= this.#around.limits.outputBytes) return true;
    this.#finish(false, `exec cell put out more than its limit of ${this.#around.limits.outputBytes} bytes`);
    return false;
  }

  #event(event: Event): void {
    if (this.#over || this.#ending !== null) return;
    if (this.#pausable && !this.#stepOwed) {
      this.#queued.push(event);
      return;
    }
    this.#stepOwed = false;
    this.#paused = false;
    this.#deliver(event);
  }

  /** Only who asks for steps waits for their end: a call that is not waited for costs a fifth less. */
  #deliver(event: Event): void {
    if (this.#pausable) {
      if (event[0] === 'result') this.#taken.push(event[1]);
      this.#warm.mail.giving();
      this.#step(this.#entry?.apply(undefined, event));
    } else {
      this.#hand(event);
    }
  }

  #hand(event: Event): void {
    const { mail } = this.#warm;
    const [kind, id, ok, json] = event;
    const byMail = kind === 'result' && mail.answer(id, ok === 1, json);
    if (!byMail) {
      this.#unwatched = true;
      mail.giving();
      this.#entry?.applyIgnored(undefined, event);
    }
    if (kind === 'result' && this.#openCalls === 0) mail.answered();
  }

  /** What the code left for microtasks belongs to it; timers and results that come now do not. */
  #ended(ending: Ending): void {
    this.#ending = ending;
    if (!ending.inFirstStep) this.#probe('last');
  }

  #probe(kind: StepKind = 'later'): void {
    this.#warm.mail.giving();
    this.#step(this.#entry?.apply(undefined, ['probe', 0]), kind);
  }

  #step(step: Promise<unknown> | undefined, kind: StepKind = 'later'): void {
    if (step === undefined) return;
    this.#inFlight++;
    step.then(
      () => this.#settled(kind),
      (error: unknown) => this.#settled(kind, error),
    );
  }

  #settled(kind: StepKind, error?: unknown): void {
    this.#inFlight--;
    if (this.#over) return;
    this.#warm.mail.look();
    this.#warm.texts.drain();
    if (this.#over) return;
    const ending = this.#ending;
    // A rejection alone says nothing: a stray one of the cell's own promises ends up here as well.
    if (error !== undefined && this.#warm.isolate.isDisposed) {
      this.#died(error);
    } else if (ending !== null) {
      if (kind === (ending.inFirstStep ? 'first' : 'last')) this.#finish(ending.ok, ending.error);
      return;
    } else if (this.#pausable && !this.#paused && this.#inFlight === 0) {
      this.#pause();
    }
    if (this.#around.settled !== undefined) {
      this.#flushTexts();
      this.#around.settled();
    }
  }

  #pause(): void {
    this.#paused = true;
    this.#send({ t: 'quiet', c: this.#id, taken: this.#taken.splice(0) });
  }

  #died(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#finish(false, /memory limit/.test(message) ? this.#memoryText() : `exec cell ended: ${message}`);
  }

  #memoryText(): string {
    return `exec cell exceeded its memory limit of ${this.#around.limits.memoryMb} MB`;
  }

  #setTimer(id: number, ms: number): void {
    const fire = () => {
      this.#timers.delete(id);
      this.#event(['timer', id]);
    };
    this.#timers.set(id, ms === 0 ? setImmediate(fire) : setTimeout(fire, ms));
  }

  #clearTimer(id: number): void {
    const timer = this.#timers.get(id);
    if (timer === undefined) return;
    this.#timers.delete(id);
    // Node tells the two kinds apart itself: each function ignores what the other made.
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
  }

  #finish(ok: boolean, error = ''): void {
    if (this.#over) return;
    this.#send({ t: 'done', c: this.#id, ok }, error);
    // Whoever waits for it need not wait until the isolate is put away.
    this.#around.flush();
    this.#end(false);
  }

  #end(stopped: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#texts = [];
    this.#queued.length = 0;
    for (const id of [...this.#timers.keys()]) this.#clearTimer(id);
    this.#warm.occupant = undefined;
    // Comes to its turn, or is refused, once the isolate's thread is free: then nothing runs there any more.
    if (this.#unwatched && !this.#warm.isolate.isDisposed) this.#probe();
    this.#around.retire(this.#warm, () => this.#inFlight === 0, stopped);
  }
}
