/**
 * A debugger for tests: collects what it tells, waits for stops, and leaves no process behind.
 *
 * Only tests import it.
 */

import { afterEach, vi } from 'vitest';
import type { NestedCall } from '../base/handler.ts';
import { useBundledChild } from './bundledChild.ts';
import { CellDebugger } from './cellDebugger.ts';
import type { DebuggerEvent, Stop } from './debuggerEvents.ts';
import type { DebugOptions } from './debugOptions.ts';

export class Driven {
  readonly cell: CellDebugger;
  readonly events: DebuggerEvent[];
  readonly #wake: (() => void)[];
  #taken = 0;

  constructor(cell: CellDebugger, events: DebuggerEvent[], wake: (() => void)[]) {
    this.cell = cell;
    this.events = events;
    this.#wake = wake;
  }

  /** The next stop; null when the cell ends instead. */
  async next(): Promise<Stop | null> {
    for (;;) {
      while (this.#taken < this.events.length) {
        const event = this.events[this.#taken++];
        if (event?.type === 'stopped') return event.stop;
        if (event?.type === 'ended') return null;
      }
      await new Promise<void>(resolve => this.#wake.push(resolve));
    }
  }

  async stop(): Promise<Stop> {
    const stop = await this.next();
    if (stop === null) throw new Error(`The cell ended: ${this.told().join('\n')}`);
    return stop;
  }

  /** Lets it go on, past every further stop. */
  async end(): Promise<void> {
    this.cell.go();
    while ((await this.next()) !== null) this.cell.go();
  }

  /** Every text put out. */
  texts(): string[] {
    return this.events.flatMap(event =>
      event.type === 'output' ? event.items.map(item => (item.type === 'text' ? item.text : item.type)) : [],
    );
  }

  told(): string[] {
    return this.events.flatMap(event => (event.type === 'told' ? [event.text] : []));
  }
}

const open = new Set<CellDebugger>();

let childPath = '';

/** Ends every cell of a test with it. */
export function useDebugger(): void {
  // A process is started for every cell: on a busy machine that takes as long as it takes.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  childPath = useBundledChild();
  afterEach(async () => {
    await Promise.all(Array.from(open, cell => cell.close()));
  });
}

/** The tool `echo` answers its input, `fail` fails with it, `never` does not answer until it is cancelled. */
export async function debugCell(source: string, options: Partial<DebugOptions> = {}): Promise<Driven> {
  const events: DebuggerEvent[] = [];
  const wake: (() => void)[] = [];
  const cell: CellDebugger = await CellDebugger.start({
    source,
    tools: [{ name: 'echo' }, { name: 'fail' }, { name: 'never' }],
    onToolCall: answer,
    childPath,
    ...options,
    onEvent(event) {
      events.push(event);
      if (event.type === 'ended') open.delete(cell);
      for (const each of wake.splice(0)) each();
    },
  });
  open.add(cell);
  return new Driven(cell, events, wake);
}

async function answer(call: NestedCall, signal: AbortSignal) {
  if (call.name === 'fail') throw new Error(String(call.input));
  if (call.name === 'echo') return call.input;
  return new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
