/**
 * Reading fields of an input that has passed its schema: the schema has vouched for the types, this tells TypeScript.
 *
 * Leaves out checking: a field of another type than asked for counts as absent.
 */

import { isRecord, type JsonValue } from '../../base/json.ts';

export function textField(input: JsonValue | undefined, name: string): string | undefined {
  const value = isRecord(input) ? input[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function numberField(input: JsonValue | undefined, name: string): number | undefined {
  const value = isRecord(input) ? input[name] : undefined;
  return typeof value === 'number' ? value : undefined;
}

export function flagField(input: JsonValue | undefined, name: string): boolean {
  return isRecord(input) && input[name] === true;
}

/** For fields the schema requires. */
export function requiredText(input: JsonValue | undefined, name: string): string {
  const value = textField(input, name);
  if (value === undefined) throw new Error(`The field "${name}" must be a string.`);
  return value;
}
