/**
 * Options that several commands read alike.
 */

import { InvalidArgumentError } from 'commander';

/** A whole number from 0; commander names the option and prints the reason. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Expected a whole number from 0.');
  return value;
}

/** A path; what an unset variable of a shell leaves is none. */
export function folderPath(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a folder.');
  return text;
}
