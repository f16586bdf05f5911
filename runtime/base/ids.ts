/**
 * Identities. Each kind of id is a type of its own, so that one cannot stand where another is meant.
 *
 * Runtime ids (`CellId`, `NestedCallId`) live in a session, `CallId` is what the model or the person sees,
 * trace ids live in a bundle. They meet only where the specification says so (code-mode §1, trace-format §2).
 */

declare const brand: unique symbol;
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** A session of cells. */
export type SessionId = Brand<'SessionId'>;
/** A cell within its session: `"1"`, `"2"`, … */
export type CellId = Brand<'CellId'>;
/** A nested tool call within its cell: `tool-1`, `tool-2`, … */
export type NestedCallId = Brand<'NestedCallId'>;
/** A call the model (or the person at the palette) made: `exec`, `wait`. */
export type CallId = Brand<'CallId'>;

/** A payload file of a bundle: `raw_payload:N`. */
export type PayloadId = Brand<'PayloadId'>;
/** An object of the reduced graph: a thread, turn, cell, tool call, … by the id its collection uses. */
export type EntityId = Brand<'EntityId'>;

/** Marks a string as an id. The border that calls it vouches for the string. */
export function asId<Id extends string>(text: string): Id {
  return text as Id;
}
