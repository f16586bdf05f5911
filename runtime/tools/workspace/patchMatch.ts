/**
 * Puts the chunks of an update into a text.
 *
 * Invariants: kept lines stay as the file has them, also where the patch spells their blanks differently; line ends and
 * the lack of a last one are kept; chunks are applied in order and never overlap. Pure.
 */

import type { PatchChunk } from './patchFormat.ts';

/** How much a line of the patch may differ from the file's, tried in this order. */
const likenesses: readonly ((line: string) => string)[] = [
  line => line.replace(/\r$/, ''),
  line => line.trimEnd(),
  line => line.trim(),
  line => plainPunctuation(line.trim()),
];

/** Throws a sentence that names the chunk and shows the lines that were not found. */
export function applyChunks(text: string, chunks: readonly PatchChunk[], path: string): string {
  const endsWithNewline = text === '' || text.endsWith('\n');
  const lines = (endsWithNewline ? text.slice(0, -1) : text).split('\n');
  if (text === '') lines.length = 0;
  const lineEnd = /\r\n/.test(text) ? '\r' : '';

  const result: string[] = [];
  let at = 0;
  for (const chunk of chunks) {
    const start = place(lines, chunk, at, path);
    result.push(...lines.slice(at, start));
    at = start;
    for (const { change, text: line } of chunk.lines) {
      if (change === 'add') result.push(line + lineEnd);
      else {
        if (change === 'keep') result.push(lines[at] ?? line);
        at += 1;
      }
    }
  }
  result.push(...lines.slice(at));
  return result.length === 0 ? '' : result.join('\n') + (endsWithNewline ? '\n' : '');
}

/** The index of the file's line at which the chunk begins. */
function place(lines: readonly string[], chunk: PatchChunk, from: number, path: string): number {
  let start = from;
  for (const header of chunk.below) {
    const found = find(lines, [header], start, false);
    if (found === undefined) throw misfit(path, chunk, `no line reads "${header.trim()}"`);
    start = found + 1;
  }
  const old = chunk.lines.filter(line => line.change !== 'add').map(line => line.text);
  // A chunk that only adds goes below its header, or to the end of the file when it has none.
  if (old.length === 0) return chunk.below.length > 0 && !chunk.atEnd ? start : lines.length;
  const found = find(lines, old, start, chunk.atEnd);
  if (found !== undefined) return found;
  throw misfit(path, chunk, `these lines were not found${start > 0 ? ` below line ${start}` : ''}:\n${old.join('\n')}`);
}

function find(lines: readonly string[], wanted: readonly string[], from: number, atEnd: boolean): number | undefined {
  const last = lines.length - wanted.length;
  for (const likeness of likenesses) {
    const alike = wanted.map(likeness);
    const fits = (at: number) => alike.every((line, index) => likeness(lines[at + index] ?? '') === line);
    if (atEnd && last >= from && fits(last)) return last;
    for (let at = from; at <= last; at += 1) if (fits(at)) return at;
  }
  return undefined;
}

/** Models write plain quotes and dashes where a text has typographic ones. */
function plainPunctuation(line: string): string {
  return line
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[\u2018-\u201b]/g, "'")
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u00a0\u2002-\u200a\u202f\u3000]/g, ' ');
}

function misfit(path: string, chunk: PatchChunk, why: string): Error {
  return new Error(`The chunk at line ${chunk.patchLine} of the patch does not fit "${path}": ${why}`);
}
