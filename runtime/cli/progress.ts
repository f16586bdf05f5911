/**
 * How far a long job is, as a line on the terminal that goes away when the job is done.
 *
 * Invariants: nothing where standard error is no terminal, and nothing of a short job. Standard output stays free.
 */

import { writeSync } from 'node:fs';

/** A job that is done by then says nothing, ms. */
const patience = 1_000;
/** Between two looks, ms. */
const pace = 200;

export interface Terminal {
  isTerminal(): boolean;
  write(text: string): void;
  /** ms */
  now(): number;
}

export interface Progress {
  /** 0..1 */
  at(done: number): void;
  end(): void;
}

const standardError: Terminal = {
  // Asked of a long job only; bringing it in takes as long as many a short one.
  isTerminal: () => process.getBuiltinModule('node:tty').isatty(2),
  write(text) {
    try {
      writeSync(2, text);
    } catch {
      // A terminal that has gone, or is slow: nobody misses this line.
    }
  },
  now: Date.now,
};

export function progressOf(job: string, terminal = standardError): Progress {
  let next = terminal.now() + patience;
  let shown = false;
  return {
    at(done) {
      const now = terminal.now();
      if (now < next) return;
      next = terminal.isTerminal() ? now + pace : Number.POSITIVE_INFINITY;
      if (next === Number.POSITIVE_INFINITY) return;
      shown = true;
      terminal.write(`\r\u001b[K${job}: ${Math.floor(done * 100)} %`);
    },
    end() {
      if (shown) terminal.write('\r\u001b[K');
    },
  };
}
