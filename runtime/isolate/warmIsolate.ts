/**
 * An isolate with its context and helpers in place, waiting for a cell.
 *
 * Invariants: an isolate serves one cell and is disposed; callbacks of an isolate without a cell are dropped; nothing
 * of isolated-vm itself is ever given to the inside, only plain callbacks and the ring.
 */

import type { Callback, Context, ExternalCopy, Isolate, Reference } from 'isolated-vm';
import type { Ivm } from './addon.ts';
import type { Doors } from './bootstrap/entry.ts';
import type { Entry, Report, SignalKind } from './bootstrap/signals.ts';
import { bootstrapFile, bootstrapSource } from './bootstrap/source.ts';
import { Mailbox, type PostedCall } from './mailbox.ts';
import { plainScript } from './plainModule.ts';
import { TextRing } from './textRing.ts';

/** The bootstrap's compiled code, once an isolate has compiled it: that is most of what setting one up costs. */
export interface Bootstrap {
  compiled: ExternalCopy<ArrayBuffer> | undefined;
}

/** Who gets what an isolate's inside says. */
export interface Occupant {
  signal(kind: SignalKind, a?: string | number, b?: string | number, c?: string): void;
  posted(call: PostedCall): void;
  texts(texts: string[]): void;
  leave(): void;
  fetchStored(key: string): string | undefined;
  /** V8 has given the isolate up: its thread will never come back. */
  wrecked(message: string): void;
}

/** The interior of an isolate, once its helpers are in place. */
export interface Interior {
  readonly context: Context;
  readonly entry: Reference<Entry>;
  readonly report: Reference<Report>;
  readonly importer: Reference<Doors['importer']>;
  readonly plain: Reference<Doors['plain']>;
}

/** What a cell needs of the isolate it runs in, warm or watched. */
export interface CellIsolate {
  readonly isolate: Isolate;
  readonly interior: Interior | Promise<Interior>;
  readonly texts: TextRing;
  readonly mail: Mailbox;
  occupant: Occupant | undefined;
}

export class WarmIsolate implements CellIsolate {
  readonly isolate: Isolate;
  /** Made in a thread of its own: this process's main thread has messages to carry meanwhile. */
  interior: Interior | Promise<Interior>;
  occupant: Occupant | undefined;
  readonly texts = new TextRing(texts => this.occupant?.texts(texts));
  readonly mail = new Mailbox(call => this.occupant?.posted(call));

  /** Whoever makes the isolate tells `wrecked` when V8 gives it up. */
  constructor(ivm: Ivm, isolate: Isolate, bootstrap: Bootstrap) {
    this.isolate = isolate;
    const interior = this.#furnish(ivm, bootstrap);
    this.interior = interior;
    interior.then(
      done => {
        this.interior = done;
      },
      // Disposed of before anybody wanted it; a cell that waits for it hears of it itself.
      () => {},
    );
  }

  #empty(): void {
    this.mail.look();
    this.texts.empty();
  }

  async #furnish(ivm: Ivm, bootstrap: Bootstrap): Promise<Interior> {
    const oneWay = new ivm.Callback(
      (kind: SignalKind, at: number, a?: string | number, b?: string | number, c?: string) => {
        this.mail.received();
        this.texts.signalled(at);
        this.occupant?.signal(kind, a, b, c);
      },
      { ignored: true },
    ) as Callback;
    const sync = <Args extends unknown[], Result>(fn: (...args: Args) => Result) =>
      new ivm.Callback(fn, { sync: true }) as Callback;
    const given = [
      oneWay,
      sync(() => this.#empty()),
      sync(() => {
        this.#empty();
        this.occupant?.leave();
        // The cell calls this for ever: only without its isolate does it stop.
        if (!this.isolate.isDisposed) this.isolate.dispose();
      }),
      sync((key: string) => this.occupant?.fetchStored(key)),
      new ivm.ExternalCopy(this.texts.shared).copyInto(),
      sync(plainScript),
      new ivm.ExternalCopy(this.mail.shared).copyInto(),
    ];
    const { compiled } = bootstrap;
    const known = compiled === undefined ? { produceCachedData: true } : { cachedData: compiled };
    const [context, script] = await Promise.all([
      this.isolate.createContext(),
      this.isolate.compileScript(bootstrapSource, { filename: bootstrapFile, ...known }),
    ]);
    // The addon's types leave the property out.
    bootstrap.compiled ??= (script as { cachedData?: ExternalCopy<ArrayBuffer> }).cachedData;
    const start = (await script.run(context, { reference: true })) as unknown as Reference<
      (...args: unknown[]) => Doors
    >;
    const doors = (await start.apply(undefined, given, {
      result: { reference: true },
    })) as unknown as Reference<Doors>;
    return {
      context,
      entry: doors.getSync('entry', { reference: true }) as Reference<Entry>,
      report: doors.getSync('report', { reference: true }) as Reference<Report>,
      importer: doors.getSync('importer', { reference: true }) as Interior['importer'],
      plain: doors.getSync('plain', { reference: true }) as Interior['plain'],
    };
  }
}
