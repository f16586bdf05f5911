/**
 * Where a debugged cell stands in its document: places of its text as an editor names them, and back.
 *
 * Lines and columns of the cell's running text count from 0; those of the protocol as the editor said.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { LineBreakpoint, SetBreakpoint } from '../../runtime/debug/lineBreakpoints.ts';
import type { Spot } from '../../runtime/debug/program.ts';
import type { PreparedCell } from './preparedCell.ts';
import { TextMap } from './textMap.ts';

/** Counts of the editor from those that begin at 0, and back. */
export interface Counting {
  line(line: number): number;
  column(column: number): number;
  lineBack(line: number): number;
  columnBack(column: number): number;
}

/** A cell that stands in no document has one source of its own. */
const onlySource = 1;

export class CellDocument {
  readonly #prepared: PreparedCell;
  readonly #map: TextMap;
  readonly #count: Counting;

  constructor(prepared: PreparedCell, program: string, count: Counting) {
    this.#prepared = prepared;
    this.#map = new TextMap(prepared.start, prepared.options.source, program);
    this.#count = count;
  }

  /** The text as it was submitted. */
  get text(): string {
    return this.#prepared.options.source;
  }

  isOurs({ path, sourceReference }: DebugProtocol.Source): boolean {
    const own = this.#prepared.path;
    if (own === undefined) return sourceReference === onlySource;
    return path !== undefined && (path === own || path.toLowerCase() === own.toLowerCase());
  }

  get source(): DebugProtocol.Source {
    const { path, name } = this.#prepared;
    if (path === undefined) return { name: `${name}.js`, sourceReference: onlySource };
    return { name: path.split(/[\\/]/).at(-1) ?? name, path };
  }

  /** Null for a place before the text. */
  toText(line: number, column = this.#count.column(0)): Spot | null {
    return this.#map.toText({ line: this.#count.lineBack(line), character: this.#count.columnBack(column) });
  }

  toEditor({ line, column }: Spot): { line: number; column: number } {
    const place = this.#map.toDocument(line, column);
    return { line: this.#count.line(place.line), column: this.#count.column(place.character) };
  }

  /** Null for one before the text. */
  asked({ line, column, condition, hitCondition, logMessage }: DebugProtocol.SourceBreakpoint): LineBreakpoint | null {
    const spot = this.toText(line, column);
    if (spot === null) return null;
    return {
      line: spot.line,
      ...(column === undefined ? {} : { column: spot.column }),
      ...(condition === undefined ? {} : { condition }),
      ...(hitCondition === undefined ? {} : { hitCondition }),
      ...(logMessage === undefined ? {} : { logMessage }),
    };
  }

  breakpoint({ id, line, column, verified, message }: SetBreakpoint): DebugProtocol.Breakpoint {
    const place = this.toEditor({ line, column: column ?? 0 });
    return {
      id,
      verified,
      line: place.line,
      ...(column === undefined ? {} : { column: place.column }),
      ...(message === undefined ? {} : { message }),
    };
  }
}
