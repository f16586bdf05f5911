/**
 * The isolate of a debugged cell: V8's inspector is on, signals tell where they arise and can stop the code there.
 *
 * For its cell it is like any other isolate; texts take the plain way, since nobody counts microseconds here.
 * Invariant: it is never disposed of, its process is ended instead (`debugHost.ts`).
 */

import type { Callback, Isolate, Reference } from 'isolated-vm';
import { type NotedSignal, slotCount, slots } from '../protocol/debug.ts';
import type { Ivm } from './addon.ts';
import type { Doors } from './bootstrap/entry.ts';
import type { SignalKind } from './bootstrap/signals.ts';
import { bootstrapFile } from './bootstrap/source.ts';
import { trapFile, trapSource, watchedBootstrap } from './bootstrap/watched.ts';
import { Mailbox } from './mailbox.ts';
import { plainScript } from './plainModule.ts';
import { TextRing } from './textRing.ts';
import type { CellIsolate, Interior, Occupant } from './warmIsolate.ts';

export interface WatchedIsolateOptions {
  readonly ivm: Ivm;
  readonly memoryMb: number;
  /** Told before the signal itself. */
  readonly note: (kind: NotedSignal, a: number, b: number) => void;
  /** Held inside, the code has fallen still. */
  readonly still: () => void;
  /** The next of what has come while the thread is held inside, as JSON. */
  readonly take: () => string | undefined;
  /** The cell has left by `exit()` and spins until its process is ended. */
  readonly left: () => void;
}

export class WatchedIsolate implements CellIsolate {
  readonly isolate: Isolate;
  readonly interior: Interior;
  /** One number for each slot (`protocol/debug.ts`): 1 stops the code at the signal. */
  readonly armed: Int32Array;
  occupant: Occupant | undefined;
  readonly texts = new TextRing(texts => this.occupant?.texts(texts));
  readonly mail = new Mailbox(call => this.occupant?.posted(call));

  constructor({ ivm, memoryMb, note, still, take, left }: WatchedIsolateOptions) {
    const armed = new SharedArrayBuffer(slotCount * 4);
    this.armed = new Int32Array(armed);
    this.isolate = new ivm.Isolate({
      inspector: true,
      memoryLimit: memoryMb,
      onCatastrophicError: message => this.occupant?.wrecked(message),
    });
    const context = this.isolate.createContextSync({ inspector: true });
    const emit = (
      kind: SignalKind | 'still',
      at: number,
      a?: string | number,
      b?: string | number,
      c?: string,
      noted?: 0 | 1,
      ms?: number,
    ) => {
      if (kind === 'still') {
        this.mail.look();
        this.texts.drain();
        still();
        return;
      }
      this.mail.received();
      // What the end of the code waits for comes only when the thread leaves.
      if (kind === 'done' || kind === 'failed') Atomics.store(this.armed, slots.hold, 0);
      this.texts.signalled(at);
      if (noted === 1 && isNoted(kind)) note(kind, typeof a === 'number' ? a : 0, ms ?? (Number(b) || 0));
      this.occupant?.signal(kind, a, b, c);
    };
    const sync = <Args extends unknown[], Result>(fn: (...args: Args) => Result) =>
      new ivm.Callback(fn, { sync: true }) as Callback;
    const empty = () => {
      this.mail.look();
      this.texts.empty();
    };
    const leave = () => {
      empty();
      this.occupant?.leave();
      left();
    };
    const trap = context.evalClosureSync(trapSource, [], { result: { reference: true }, filename: trapFile });
    const doors = context.evalClosureSync(
      watchedBootstrap,
      [
        new ivm.Callback(emit, { ignored: true }),
        sync(empty),
        sync(leave),
        sync((key: string) => this.occupant?.fetchStored(key)),
        new ivm.ExternalCopy(this.texts.shared).copyInto(),
        sync(plainScript),
        new ivm.ExternalCopy(armed).copyInto(),
        (trap as unknown as Reference<() => void>).derefInto(),
        new ivm.ExternalCopy(this.mail.shared).copyInto(),
        sync(take),
      ],
      { result: { reference: true }, filename: bootstrapFile },
    ) as unknown as Reference<Doors>;
    this.interior = {
      context,
      entry: doors.getSync('entry', { reference: true }) as Interior['entry'],
      report: doors.getSync('report', { reference: true }) as Interior['report'],
      importer: doors.getSync('importer', { reference: true }) as Interior['importer'],
      plain: doors.getSync('plain', { reference: true }) as Interior['plain'],
    };
  }
}

function isNoted(kind: SignalKind): kind is NotedSignal {
  return kind === 'call' || kind === 'timer' || kind === 'clear' || kind === 'yield' || kind === 'notify';
}
