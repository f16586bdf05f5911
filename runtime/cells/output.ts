/**
 * What the model sees of a response: header, items within the token budget, error (code-mode §4).
 *
 * A token is 4 bytes. Pure: the same response gives the same output.
 */

import type { ContentItem, ResponseStatus, TextItem } from '../base/content.ts';
import type { CellId } from '../base/ids.ts';
import { characterEnd, characterStart } from './characters.ts';
import { bytesOf, piecesOf } from './longText.ts';

export interface OutputParts {
  readonly status: ResponseStatus;
  readonly cellId: CellId;
  readonly items: readonly ContentItem[];
  readonly errorText?: string;
  /** How long the caller waited, ms. */
  readonly wallTimeMs: number;
  /** Tokens. */
  readonly budget: number;
}

/** A plain string when the cell put nothing out; the header alone in a list when that was empty texts. */
export function formatOutput(parts: OutputParts): string | ContentItem[] {
  const header = `${statusLine(parts)}\nWall time ${(parts.wallTimeMs / 1000).toFixed(1)} seconds\nOutput:\n`;
  const items = [...parts.items];
  if (parts.errorText !== undefined) items.push({ type: 'text', text: `Script error:\n${parts.errorText}` });
  if (items.length === 0) return header;
  // Empty texts count, as empty lines do, but say nothing.
  const kept = withinBudget(items, parts.budget).filter(item => item.type !== 'text' || item.text !== '');
  return [{ type: 'text', text: header }, ...kept];
}

function statusLine(parts: OutputParts): string {
  switch (parts.status) {
    case 'completed':
      return 'Script completed';
    case 'failed':
      return 'Script failed';
    case 'terminated':
      return 'Script terminated';
    case 'yielded':
    case 'pending':
      return `Script running with cell ID ${parts.cellId}`;
  }
}

/** The items, or what the budget leaves of them. */
export function withinBudget(items: readonly ContentItem[], budget: number): ContentItem[] {
  const all = items.filter(item => item.type === 'text');
  if (all.length < items.length) return itemByItem(items, budget);
  // A newline joins a text to what is there before it.
  const first = all.findIndex(({ text }) => text !== '');
  const texts = first < 0 ? [] : all.slice(first);
  let bytes = Math.max(0, texts.length - 1);
  for (const item of texts) bytes += bytesOf(item);
  const tokens = tokensOf(bytes);
  if (tokens <= budget) return [...items];
  const half = budget * 2;
  const pieces = joinedPieces(texts);
  const head = firstBytes(pieces, half);
  const tail = lastBytes(pieces, half);
  const warning = `Warning: truncated output (original token count: ${tokens})\nTotal output lines: ${lineCount(pieces)}\n\n`;
  return [{ type: 'text', text: `${warning}${head}${cutMark(bytes - half * 2)}${tail}` }];
}

/** The texts with newlines between them, in pieces: nobody puts a megabyte together to show its ends. */
function joinedPieces(texts: readonly TextItem[]): string[] {
  const pieces: string[] = [];
  for (const [index, item] of texts.entries()) {
    if (index > 0) pieces.push('\n');
    pieces.push(...piecesOf(item));
  }
  return pieces;
}

/** Their beginning. */
function firstBytes(pieces: readonly string[], count: number): string {
  let joined = '';
  for (const piece of pieces) {
    if (joined.length > count) break;
    joined += piece.slice(0, count + 1);
  }
  const bytes = Buffer.from(joined);
  return bytes.toString('utf8', 0, characterStart(bytes, count));
}

/** Their end. */
function lastBytes(pieces: readonly string[], count: number): string {
  let joined = '';
  for (let index = pieces.length - 1; index >= 0 && joined.length <= count; index--) {
    const piece = pieces[index] ?? '';
    // A half of a surrogate pair at the cut is before the bytes that are kept.
    joined = piece.slice(Math.max(0, piece.length - count - 2)) + joined;
  }
  const bytes = Buffer.from(joined);
  return bytes.toString('utf8', characterEnd(bytes, bytes.length - count));
}

function lineCount(pieces: readonly string[]): number {
  let newlines = 0;
  for (const piece of pieces) {
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) newlines++;
  }
  // The last is empty when an empty text ends the line before it.
  const endsLine = (pieces.at(-1) || pieces.at(-2))?.endsWith('\n') === true;
  return newlines + (endsLine ? 0 : 1);
}

/** With images or audio among them, the budget is spent in order and what is left out is counted. */
function itemByItem(items: readonly ContentItem[], budget: number): ContentItem[] {
  const kept: ContentItem[] = [];
  let left = budget;
  let texts = 0;
  let audios = 0;
  for (const item of items) {
    if (item.type === 'image') kept.push(item);
    else if (item.type === 'audio') {
      const tokens = tokensOf(Buffer.byteLength(item.audioUrl));
      if (tokens > left) audios++;
      else {
        kept.push(item);
        left -= tokens;
      }
    } else if (left === 0) texts++;
    else {
      const bytes = Buffer.from(item.text);
      const tokens = tokensOf(bytes.length);
      if (tokens <= left) kept.push(item);
      else kept.push({ type: 'text', text: headAndTail(bytes, left) });
      left = Math.max(0, left - tokens);
    }
  }
  if (texts > 0) kept.push({ type: 'text', text: `[omitted ${texts} text items ...]` });
  if (audios > 0) kept.push({ type: 'text', text: `[omitted ${audios} audio items ...]` });
  return kept;
}

/** Half the budget from the start, half from the end, and between them how many tokens are gone. */
function headAndTail(bytes: Buffer, budget: number): string {
  const half = budget * 2;
  const head = bytes.toString('utf8', 0, characterStart(bytes, half));
  const tail = bytes.toString('utf8', characterEnd(bytes, bytes.length - half));
  return `${head}${cutMark(bytes.length - half * 2)}${tail}`;
}

function cutMark(bytes: number): string {
  return `…${tokensOf(bytes)} tokens truncated…`;
}

function tokensOf(bytes: number): number {
  return Math.ceil(bytes / 4);
}
