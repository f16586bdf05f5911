/**
 * What can be read of a text that is no program yet: the statements of it that are whole by themselves.
 *
 * Invariant: a statement that is being written says nothing, so nothing is said of what is about to come there.
 */

import { type Options, parse } from 'acorn';
import { parse as parseLoosely } from 'acorn-loose';
import { cellSyntax, longest, type SourceNode, visitNodes } from '../viewer/sourceTree.ts';

/** A statement may come from anywhere. */
const anywhere: Options = { ...cellSyntax, allowReturnOutsideFunction: true, allowSuperOutsideMethod: true };

export interface HalfWritten {
  /** Of the whole text, guessed where it cannot be read. */
  readonly root: SourceNode;
  /** Whether a node is in a statement that is whole. */
  isWhole(node: SourceNode): boolean;
}

/** Null for a text in which nothing can be read. */
export function halfWritten(text: string): HalfWritten | null {
  if (text.length > longest) return null;
  try {
    const root = parseLoosely(text, cellSyntax) as unknown as SourceNode;
    const whole = new Set<SourceNode>();
    visitNodes(root, (node, _once, above) => {
      if (above !== null && (whole.has(above) || isWhole(node, text))) whole.add(node);
    });
    return { root, isWhole: node => whole.has(node) };
  } catch {
    return null;
  }
}

function isWhole({ type, start, end }: SourceNode, text: string): boolean {
  if (!/(?:Statement|Declaration)$/.test(type)) return false;
  // Words in a row are read as a statement each.
  if (/[^\s;{}][^\S\n]*$/.test(text.slice(Math.max(0, start - 80), start))) return false;
  const own = text.slice(start, end);
  if (!/[;}]\s*$/.test(own) && !/^[^\S\n]*(?:[\n;}]|\/[/*]|$)/.test(text.slice(end, end + 80))) return false;
  return reads(own) || reads(`for (;;) switch (0) { default: ${own}\n}`);
}

function reads(statement: string): boolean {
  try {
    parse(statement, anywhere);
    return true;
  } catch {
    return false;
  }
}
