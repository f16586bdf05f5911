/**
 * Frames of a cell's own code, and the ways to step through it.
 */

import type { CallFrame } from './inspectorTypes.ts';
import type { Spot } from './program.ts';

/** What V8 calls the cell's text. */
export const cellFile = 'exec_main.mjs';

export type StepHow = 'over' | 'into' | 'out';

/** How code that stands still goes on. */
export type GoOn = 'Debugger.resume' | 'Debugger.stepOver' | 'Debugger.stepInto' | 'Debugger.stepOut';

export interface CodeFrame extends Spot {
  readonly name: string;
  /** Absent for a frame that is not on the stack any more: it awaits one that is. */
  readonly frame?: CallFrame;
  /** It does not await the one before it itself. */
  readonly indirect?: true;
}

/** Those of calls that run. */
export function onStack(frames: readonly CodeFrame[]): CodeFrame[] {
  return frames.filter(({ frame }) => frame !== undefined);
}
