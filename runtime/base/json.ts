/**
 * JSON as a type, and the few guards every border needs.
 *
 * Invariant: a value of type `JsonValue` survives `JSON.stringify` and `JSON.parse` unchanged.
 * Leaves out schemas: a border that needs more than a shape check brings its own guard.
 */

export type JsonPrimitive = string | number | boolean | null;
export type JsonValue = JsonPrimitive | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** True for an object that is neither `null` nor an array: the only shape a record can have. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The exhaustive end of a switch: reaching it is a fault of the program, not of its input. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
