/**
 * Places in the running text of a cell and in the document it came from. All zero-based.
 *
 * The running text is the end of what was submitted, without the pragma line, and what was submitted may begin anywhere
 * in its document.
 */

import type { Place } from '../cells/cellSource.ts';

export class TextMap {
  readonly #start: Place;
  readonly #removed: number;

  constructor(start: Place, submitted: string, running: string) {
    this.#start = start;
    const before = submitted.endsWith(running) ? submitted.slice(0, submitted.length - running.length) : '';
    this.#removed = before.split('\n').length - 1;
  }

  toDocument(line: number, column: number): Place {
    const down = line + this.#removed;
    return { line: this.#start.line + down, character: down === 0 ? this.#start.character + column : column };
  }

  /** Null for a place before the text. One behind its end comes back as it is. */
  toText({ line, character }: Place): { line: number; column: number } | null {
    const down = line - this.#start.line;
    const inText = down - this.#removed;
    if (inText < 0) return null;
    return { line: inText, column: down === 0 ? Math.max(0, character - this.#start.character) : character };
  }
}
