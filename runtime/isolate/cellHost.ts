/**
 * The cells of one process: takes a session's messages to them and keeps watch over what cannot be stopped.
 */

import type { ChildLimits, FromChild, ToChild } from '../protocol/messages.ts';
import type { Payload } from '../protocol/parcels.ts';
import type { Ivm } from './addon.ts';
import { Cell, type CellSurroundings } from './cell.ts';
import type { CellIsolate } from './warmIsolate.ts';
import { WarmPool } from './warmPool.ts';

/** How long a thread may take to notice that its isolate is gone, ms. */
const stopMs = 1_000;
/** How often short texts of computing cells are passed on, ms. */
const pollMs = 25;

/** After so many cells, each started no longer than this after the one before (ms), more are to be expected. */
const crowd = 4;
const crowdMs = 5;

export type Send = (message: FromChild, payload?: Payload) => void;

/** The way out of the process. */
export interface Outlet {
  readonly send: Send;
  flush(): void;
  /** Calls back once everything said so far has left. */
  whenSent(then: () => void): void;
}

export class CellHost {
  readonly #outlet: Outlet;
  readonly #pool: WarmPool;
  readonly #cells = new Map<string, Cell>();
  readonly #tools = new Map<number, string>();
  #stored = new Map<string, string>();
  /** Whether a cell has the map: it keeps what was stored when it started. */
  #storedTaken = false;
  #limits: ChildLimits;
  #polling = false;
  /** When the last cell was started, ms. */
  #execAt = 0;
  /** How many cells have been started without a pause. */
  #inRow = 0;

  constructor(ivm: Ivm, warm: number, limits: ChildLimits, outlet: Outlet) {
    this.#outlet = outlet;
    this.#limits = limits;
    this.#pool = new WarmPool(ivm, warm, limits.memoryMb);
  }

  receive(message: ToChild, payload: Buffer): void {
    switch (message.t) {
      case 'config':
        this.#limits = message.limits;
        this.#pool.setMemory(message.limits.memoryMb);
        break;
      case 'tools':
        this.#tools.set(message.list, payload.toString());
        break;
      case 'put':
        if (this.#storedTaken) this.#stored = new Map(this.#stored);
        this.#storedTaken = false;
        this.#stored.set(message.key, payload.toString());
        break;
      case 'exec':
        this.#exec(message.c, message.list, message.pausable === true, payload.toString());
        break;
      case 'result':
        this.#cells.get(message.c)?.result(message.i, message.ok, payload.toString());
        break;
      case 'go':
        this.#cells.get(message.c)?.go(message.all);
        break;
      case 'stop':
        // Said first, so that it leaves before the isolate is disposed of, which takes longer.
        this.#outlet.send({ t: 'stopped', c: message.c });
        this.#cells.get(message.c)?.stop();
        this.#cells.delete(message.c);
        break;
    }
  }

  #exec(id: string, list: number, pausable: boolean, source: string): void {
    const warm = this.#pool.take();
    this.#storedTaken = true;
    const around: CellSurroundings = {
      limits: this.#limits,
      stored: this.#stored,
      send: (message, payload) => {
        this.#outlet.send(message, payload);
        // Whoever gets the answer will think about it for a moment.
        if (message.t === 'yield') this.#outlet.whenSent(() => this.#refill());
      },
      flush: () => this.#outlet.flush(),
      retire: (isolate, isIdle, stopped) => {
        this.#cells.delete(id);
        const dispose = () => this.#dispose(isolate, isIdle);
        if (stopped) {
          // Its code has kept a core busy: whoever waits for the answer needs what is free now.
          setImmediate(dispose);
          this.#pool.refillLater();
        } else {
          this.#outlet.whenSent(() => {
            dispose();
            this.#refill();
          });
        }
      },
      taint: why => this.#outlet.send({ t: 'tainted' }, why),
    };
    const cell = new Cell(id, warm, pausable, around);
    this.#cells.set(id, cell);
    this.#poll();
    void cell.start(source, this.#tools.get(list) ?? '[]');
    const since = performance.now() - this.#execAt;
    this.#execAt += since;
    this.#inRow = since < crowdMs ? this.#inRow + 1 : 0;
    // If the others go on, too, none of them will make room for the next.
    if (this.#inRow >= crowd && this.#cells.size >= crowd) this.#refill();
  }

  /** Whoever ran a cell has what it waited for, or many cells are coming. */
  #refill(): void {
    if (this.#inRow >= crowd) void this.#pool.refillAside();
    else this.#pool.refill();
  }

  #dispose(warm: CellIsolate, isIdle: () => boolean): void {
    if (!warm.isolate.isDisposed) warm.isolate.dispose();
    if (isIdle()) return;
    setTimeout(() => {
      if (!isIdle()) this.#outlet.send({ t: 'tainted' }, 'a thread does not stop');
    }, stopMs);
  }

  #poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    const tick = () => {
      for (const cell of this.#cells.values()) cell.poll();
      this.#polling = this.#cells.size > 0;
      if (this.#polling) setTimeout(tick, pollMs);
    };
    setTimeout(tick, pollMs);
  }
}
