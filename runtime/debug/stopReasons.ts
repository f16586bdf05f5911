/** What a stop in the code of a cell means to the person at the debugger. */

import type { CodeStop } from './codeStops.ts';
import { type CellEvent, type Stop, tellEvent } from './debuggerEvents.ts';

/** A stop without its place. */
export type Reason = Omit<Stop, 'frames' | 'breakpoints'>;

export function eventReason(event: CellEvent): Reason {
  return { reason: 'event', event, text: tellEvent(event) };
}

/**
 * Null: nobody wants to stop there. `wanted`: why the next occasion is to be taken; `signal`: what the code was doing
 * when it stopped itself at a signal, if somebody wants to know.
 */
export function reasonOf(
  { why, thrown = '', caught = false }: CodeStop,
  wanted: Reason | null,
  signal: CellEvent | null,
): Reason | null {
  switch (why) {
    case 'memory':
      return null;
    case 'exception':
      return { reason: 'exception', text: thrown.split('\n', 1)[0] ?? '', thrown, caught };
    case 'signal':
      return signal === null ? wanted : eventReason(signal);
    case 'breakpoint':
      return wanted?.reason === 'entry' ? wanted : { reason: 'breakpoint', text: 'Breakpoint' };
    case 'step':
      return wanted ?? { reason: 'step', text: 'Step' };
    case 'pause':
      // Nobody asked: a `debugger` statement.
      return wanted ?? { reason: 'breakpoint', text: 'debugger statement' };
  }
}
