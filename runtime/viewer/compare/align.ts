/**
 * Which entry of one sequence is which of another: by what they say, never by when they came.
 *
 * First what is equal is matched, in order, as many as possible; between two matches, what is alike is taken for two
 * versions of the same. Cost: the library's for nearly equal sequences; where they differ too much for it to end within
 * its time, equal beginnings and ends are all that is matched first.
 */

import { diffArrays } from 'diff';
import type { Entry } from './entries.ts';

/** Indices into the two sequences; null where a side has nothing. In order on both sides. */
export type Pair = readonly [left: number | null, right: number | null];

const mostTimeMs = 300;
/** Comparisons of one gap; beyond, entries are matched by their shapes alone. */
const mostComparisons = 10_000;
/** Cells that have less in common than this are two cells, not versions of one. */
const alikeCells = 0.3;
const comparedCharacters = 4_000;

export function align(left: readonly Entry[], right: readonly Entry[]): Pair[] {
  const pairs: Pair[] = [];
  let at: readonly [number, number] = [0, 0];
  for (const [l, r] of [...equals(left.map(identityOf), right.map(identityOf)), [left.length, right.length] as const]) {
    pairs.push(...gap(left, right, at, [l, r]));
    if (l < left.length) pairs.push([l, r]);
    at = [l + 1, r + 1];
  }
  return pairs;
}

/** Pairs of equal texts, in order on both sides. */
export function equals(left: readonly string[], right: readonly string[]): [number, number][] {
  // What only one side has matches nothing, and would cost the most.
  const [lefts, rights] = [placesIn(left, new Set(right)), placesIn(right, new Set(left))];
  const textOf = (texts: readonly string[]) => (place: number) => texts[place] ?? '';
  const pairs = common(lefts.map(textOf(left)), rights.map(textOf(right)));
  return pairs.map(([l, r]) => [lefts[l] ?? 0, rights[r] ?? 0]);
}

function placesIn(texts: readonly string[], others: ReadonlySet<string>): number[] {
  return texts.flatMap((text, place) => (others.has(text) ? [place] : []));
}

function common(left: readonly string[], right: readonly string[]): [number, number][] {
  const changes = diffArrays([...left], [...right], { timeout: mostTimeMs });
  if (!changes) return ends(left, right);
  const pairs: [number, number][] = [];
  let l = 0;
  let r = 0;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) for (let step = 0; step < value.length; step++) pairs.push([l + step, r + step]);
    if (!added) l += value.length;
    if (!removed) r += value.length;
  }
  return pairs;
}

function ends(left: readonly string[], right: readonly string[]): [number, number][] {
  const shorter = Math.min(left.length, right.length);
  let head = 0;
  while (head < shorter && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const first = Array.from({ length: head }, (_, index): [number, number] => [index, index]);
  const last = Array.from({ length: tail }, (_, index): [number, number] => [
    left.length - tail + index,
    right.length - tail + index,
  ]);
  return [...first, ...last];
}

/** What lies between two matches: versions of each other where they are alike, else one side's own. */
function gap(
  left: readonly Entry[],
  right: readonly Entry[],
  [fromLeft, fromRight]: readonly [number, number],
  [toLeft, toRight]: readonly [number, number],
): Pair[] {
  const lefts = left.slice(fromLeft, toLeft);
  const rights = right.slice(fromRight, toRight);
  const small = lefts.length * rights.length <= mostComparisons;
  const versions = small ? alike(lefts, rights) : equals(lefts.map(shapeOf), rights.map(shapeOf));
  const pairs: Pair[] = [];
  let l = 0;
  let r = 0;
  for (const [toL, toR] of [...versions, [lefts.length, rights.length] as const]) {
    for (; l < toL; l++) pairs.push([fromLeft + l, null]);
    for (; r < toR; r++) pairs.push([null, fromRight + r]);
    if (toL < lefts.length) pairs.push([fromLeft + l++, fromRight + r++]);
  }
  return pairs;
}

/** The pairs, in order, that have most in common altogether. */
function alike(left: readonly Entry[], right: readonly Entry[]): [number, number][] {
  if (left.length === 0 || right.length === 0) return [];
  const leftWords = left.map(wordsOf);
  const rightWords = right.map(wordsOf);
  const width = right.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  const gain = (l: number, r: number): number => {
    const [one, other] = [left[l], right[r]];
    if (!one || !other || one.shape !== other.shape) return 0;
    const common = share(leftWords[l], rightWords[r]);
    return one.view.kind === 'cell' && common < alikeCells ? 0 : 0.1 + common;
  };
  const gains = new Float64Array(left.length * right.length);
  for (let l = left.length - 1; l >= 0; l--) {
    for (let r = right.length - 1; r >= 0; r--) {
      const own = gain(l, r);
      gains[l * right.length + r] = own;
      const together = own > 0 ? own + (best[(l + 1) * width + r + 1] ?? 0) : 0;
      best[l * width + r] = Math.max(together, best[(l + 1) * width + r] ?? 0, best[l * width + r + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  for (let l = 0, r = 0; l < left.length && r < right.length; ) {
    const here = best[l * width + r] ?? 0;
    const own = gains[l * right.length + r] ?? 0;
    if (own > 0 && here === own + (best[(l + 1) * width + r + 1] ?? 0)) pairs.push([l++, r++]);
    else if (here === (best[(l + 1) * width + r] ?? 0)) l++;
    else r++;
  }
  return pairs;
}

function wordsOf(entry: Entry): ReadonlySet<string> {
  return new Set(entry.text.slice(0, comparedCharacters).match(/[\p{L}\p{N}_]+/gu) ?? []);
}

/** 0..1: how much two sets have in common. */
function share(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string> = new Set()): number {
  const common = [...one].filter(word => other.has(word)).length;
  return one.size + other.size === 0 ? 1 : (2 * common) / (one.size + other.size);
}

const identityOf = (entry: Entry): string => entry.identity;
const shapeOf = (entry: Entry): string => entry.shape;
