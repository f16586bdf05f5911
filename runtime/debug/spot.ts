/**
 * Places in the text of a cell. Lines and columns count from 0.
 */

export interface Spot {
  readonly line: number;
  readonly column: number;
}

export interface Span {
  readonly start: Spot;
  readonly end: Spot;
}
