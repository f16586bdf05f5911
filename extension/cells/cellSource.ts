/**
 * The text of a cell and where in a document it stands, so that places in the running program lead back to it.
 *
 * Positions are zero-based here, as in an editor; the lines and columns of a running cell count from 1 and start after
 * its pragma line (code-mode §4, §5).
 */

import type { Moved } from './movedBy.ts';

export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface CellSource {
  /** As submitted, pragma included. */
  readonly text: string;
  /** Where the text begins in its document; absent for text that stands in none. */
  readonly origin?: { readonly uri: string; readonly start: Place };
}

/** The same text in a document that may have another address now. */
export function movedSource(source: CellSource, moved: Moved): CellSource {
  return source.origin ? { ...source, origin: { ...source.origin, uri: moved(source.origin.uri) } } : source;
}

/** Turns a place in the running program into one in the document. */
export type PlaceMap = (line: number, column: number) => Place;

/**
 * `running` is the source that really runs: the end of what was submitted, without the pragma line. When it is not
 * (a source the session has changed) the places of the submitted text are taken as they are.
 */
export function placeMap(start: Place, submitted: string, running: string): PlaceMap {
  const removed = submitted.endsWith(running) ? countLines(submitted.slice(0, submitted.length - running.length)) : 0;
  return (line, column) => {
    const down = Math.max(0, line - 1) + removed;
    const across = Math.max(0, column - 1);
    return { line: start.line + down, character: down === 0 ? start.character + across : across };
  };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
