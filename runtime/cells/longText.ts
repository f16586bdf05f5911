/**
 * Text items made from UTF-8 bytes, long ones in pieces.
 *
 * V8 takes new memory for a string of more than some hundred kilobytes, and new memory costs more than what fills it.
 * Pieces come from memory that is in use, and V8 puts them together only if somebody reads the whole.
 * Invariant: the pieces of an item are its text; an item that was made elsewhere is one piece.
 */

import type { TextItem } from '../base/content.ts';
import { characterStart } from './characters.ts';

interface Pieces {
  readonly texts: readonly string[];
  readonly bytes: number;
}

/** Bytes of a piece: few enough for V8's young generation, also where each takes two. */
const pieceBytes = 60_000;
const known = new WeakMap<TextItem, Pieces>();

export function textItem(bytes: Buffer): TextItem {
  if (bytes.length <= pieceBytes) return { type: 'text', text: bytes.toString() };
  const texts: string[] = [];
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const start = characterStart(bytes, at + pieceBytes);
    // In bytes that are no UTF-8 there need not be one: a process gone wrong must not keep us here.
    const end = start > at ? start : Math.min(at + pieceBytes, bytes.length);
    const piece = bytes.toString('utf8', at, end);
    texts.push(piece);
    text += piece;
    at = end;
  }
  const item: TextItem = { type: 'text', text };
  known.set(item, { texts, bytes: bytes.length });
  return item;
}

/** At least one. */
export function piecesOf(item: TextItem): readonly string[] {
  return known.get(item)?.texts ?? [item.text];
}

/** UTF-8 bytes of the text. */
export function bytesOf(item: TextItem): number {
  return known.get(item)?.bytes ?? Buffer.byteLength(item.text);
}
