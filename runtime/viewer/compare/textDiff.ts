/**
 * Two texts line by line, for a page: bounded in length and in time, long unchanged stretches folded.
 */

import { diffLines } from 'diff';
import type { DiffBlock, LineChange } from './comparison.ts';

const mostCharacters = 50_000;
const longestLine = 2_000;
const mostTimeMs = 300;
/** Unchanged lines that stay around a change. */
const around = 3;

/** Null when neither side has anything. A side that is undefined has no such text. */
export function compareText(title: DiffBlock['title'], left = '', right = ''): DiffBlock | null {
  if (left === '' && right === '') return null;
  const cut = left.length > mostCharacters || right.length > mostCharacters;
  const [one, other] = [left.slice(0, mostCharacters), right.slice(0, mostCharacters)];
  return { title, lines: folded(changesOf(one, other)), cut };
}

function changesOf(left: string, right: string): LineChange[] {
  // Without a newline the last line would differ from the same line with one.
  const changes = diffLines(ended(left), ended(right), { timeout: mostTimeMs });
  if (!changes) return [...linesOf('left', left), ...linesOf('right', right)];
  return changes.flatMap(({ added, removed, value }) => linesOf(removed ? 'left' : added ? 'right' : 'same', value));
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

function linesOf(mark: 'same' | 'left' | 'right', text: string): LineChange[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return text === '' ? [] : lines.map(line => ({ mark, text: line.slice(0, longestLine) }));
}

function folded(lines: readonly LineChange[]): LineChange[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, index) => {
    if (line.mark !== 'same') near.fill(1, Math.max(0, index - around), index + around + 1);
  });
  const shown: LineChange[] = [];
  for (let from = 0; from < lines.length; ) {
    let to = from;
    while (to < lines.length && near[to] === near[from]) to++;
    const part = lines.slice(from, to);
    // Nothing differs: the text itself is what somebody wants to see. And folding two lines saves nothing.
    const keep = near[from] === 1 || part.length < 3 || part.length === lines.length;
    shown.push(...(keep ? part : [{ mark: 'fold' as const, text: String(part.length) }]));
    from = to;
  }
  return shown;
}
