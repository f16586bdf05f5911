/**
 * Where a cell failed: the places its error text names, and for a syntax error, which names none, the place a parser finds.
 *
 * Leaves out documents: places are those of the running program, counted from 1 (code-mode §5).
 */

import { parse } from 'acorn';

export interface ProgramPlace {
  readonly line: number;
  readonly column: number;
}

export interface CellFault {
  /** First line of the error text: name and message. */
  readonly message: string;
  /** Innermost place first; empty when neither text nor source tells. */
  readonly places: readonly ProgramPlace[];
}

const frame = /\bexec_main\.mjs:(\d+):(\d+)/g;

export function faultOf(errorText: string, source: string): CellFault {
  const message = errorText.split('\n', 1)[0] ?? errorText;
  const named = [...errorText.matchAll(frame)].map(match => ({ line: Number(match[1]), column: Number(match[2]) }));
  if (named.length > 0 || !message.startsWith('SyntaxError')) return { message, places: named };
  const found = syntaxPlace(source);
  return { message, places: found ? [found] : [] };
}

/** The first place at which the text stops being a module; null when it is one. */
function syntaxPlace(source: string): ProgramPlace | null {
  try {
    parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
    return null;
  } catch (error) {
    const place = (error as { loc?: { line: number; column: number } }).loc;
    return place ? { line: place.line, column: place.column + 1 } : null;
  }
}
