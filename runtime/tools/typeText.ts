/**
 * Pieces of TypeScript type text, and how they are put together without losing their brackets.
 */

export interface TypeText {
  readonly text: string;
  /** Has an operator at its top, so that it needs brackets inside another type. */
  readonly compound: boolean;
}

export function plain(text: string): TypeText {
  return { text, compound: false };
}

export const unknownType = plain('unknown');
export const neverType = plain('never');

/** `unknown` swallows the others, as it does in TypeScript. */
export function union(types: readonly TypeText[]): TypeText {
  const different = distinct(types).filter(each => each.text !== 'never');
  const [only] = different;
  if (only === undefined) return neverType;
  if (different.some(each => each.text === 'unknown')) return unknownType;
  return different.length === 1 ? only : { text: different.map(bracketed).join(' | '), compound: true };
}

export function intersection(types: readonly TypeText[]): TypeText {
  const different = distinct(types).filter(each => each.text !== 'unknown');
  const [only] = different;
  if (only === undefined) return unknownType;
  return different.length === 1 ? only : { text: different.map(bracketed).join(' & '), compound: true };
}

export function arrayOf(type: TypeText): TypeText {
  return plain(`${bracketed(type)}[]`);
}

export function bracketed(type: TypeText): string {
  return type.compound ? `(${type.text})` : type.text;
}

export function literalType(value: unknown): TypeText {
  return typeof value === 'object' && value !== null ? unknownType : plain(JSON.stringify(value));
}

export function propertyKey(key: string): string {
  // `new(…)` would not be a property of that name.
  return /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'new' ? key : JSON.stringify(key);
}

function distinct(types: readonly TypeText[]): TypeText[] {
  return [...new Map(types.map(each => [each.text, each])).values()];
}
