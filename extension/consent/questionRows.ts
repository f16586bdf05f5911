/**
 * The text of a question as rows of a pick: everything there is, or as much as fits and the word that there is more.
 *
 * Invariant: nothing can hide, behind the edge, among blanks or in characters that are not seen; a row that goes on from
 * the one above says so. Leaves out `vscode`.
 */

import { plainLabel, visible } from '../base/plainText.ts';
import type { ApprovalQuestion } from './approvals.ts';

/** Rows shown in the pick itself. */
const mostRows = 8;
/** Characters of a row that are surely visible. */
const rowWidth = 90;
/** Characters of the text that can matter for the rows. */
const head = mostRows * rowWidth;
const goesOn = '… ';

export interface QuestionRows {
  /** Labels, with what would be an icon quoted. */
  readonly rows: readonly string[];
  /** Whether that is all of it. */
  readonly whole: boolean;
  /** Lines of the text. */
  readonly lines: number;
}

export function rowsOf({ text }: Pick<ApprovalQuestion, 'text'>): QuestionRows {
  const rows = text
    .split('\n', mostRows + 1)
    .flatMap(line => pieces(visible(line.slice(0, head + 1))))
    .map(row => (row.trim() === '' ? ' ' : plainLabel(row)));
  const cut = text.split('\n', mostRows).some(line => line.length > head);
  const whole = rows.length <= mostRows && !cut;
  return { rows: rows.slice(0, mostRows), whole, lines: text.split('\n').length };
}

function pieces(line: string): string[] {
  const units = [...line];
  if (units.length <= rowWidth) return [line];
  const rows = [units.slice(0, rowWidth).join('')];
  const rest = rowWidth - goesOn.length;
  for (let at = rowWidth; at < units.length && rows.length <= mostRows; at += rest) {
    rows.push(goesOn + units.slice(at, at + rest).join(''));
  }
  return rows;
}
