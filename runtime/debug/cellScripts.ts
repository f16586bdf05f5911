/**
 * Which of V8's scripts are the cell's own text, and which is the function that stops it at signals (the trap).
 *
 * The text is compiled twice: first to see whether it is a module, then to run; both are its own.
 */

import { type CodeFrame, cellFile } from './codeFrame.ts';
import type { Paused, ScriptParsed } from './inspectorTypes.ts';
import type { Program } from './program.ts';
import { place, shown } from './stepPlaces.ts';

const trapFile = 'codemode:trap';

export class CellScripts {
  readonly #program: Program;
  readonly #own = new Set<string>();
  readonly #traps = new Set<string>();
  /** Characters before the cell's own text. */
  shift = 0;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Whether this is the cell's own text. */
  parsed({ scriptId, url, startColumn }: ScriptParsed): boolean {
    if (url === trapFile) this.#traps.add(scriptId);
    if (url !== cellFile) return false;
    this.#own.add(scriptId);
    this.shift = Math.max(0, -startColumn);
    return true;
  }

  owns(scriptId: string): boolean {
    return this.#own.has(scriptId);
  }

  /** Whether the code stands in the cell's own text, rather than in what that has called. */
  inText({ callFrames }: Paused): boolean {
    return this.#own.has(callFrames[0]?.location.scriptId ?? '');
  }

  inTrap({ callFrames }: Paused): boolean {
    return this.#traps.has(callFrames[0]?.location.scriptId ?? '');
  }

  /** Whether nothing but V8 has called the outermost function: it goes on after an `await`, or reacts to a promise. */
  isMicrotask({ callFrames }: Paused): boolean {
    return this.#own.has(callFrames.at(-1)?.location.scriptId ?? '');
  }

  /** Frames of the cell's own text, innermost first. */
  framesOf({ callFrames }: Paused): CodeFrame[] {
    return callFrames
      .filter(({ location }) => this.#own.has(location.scriptId))
      .map(frame => {
        const spot = shown(place(frame.location));
        const name = frame.functionName === '' ? this.#program.nameless(spot) : frame.functionName;
        return { ...spot, name, frame };
      });
  }
}
