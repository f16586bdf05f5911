/**
 * The table of events as lists that are gone through for every line.
 */

import { envelopeFields, eventFields } from './events.ts';
import { type Check, type FieldList, fieldList, fieldLists, usualVariant, variantFields } from './shape.ts';

export const envelope = fieldList(envelopeFields);
/** By the type of the event. */
export const payloadFields = fieldLists(eventFields);

/** Checked with words of its own; here it has its place, and its fields theirs. */
const payload: Check<unknown> = {
  nullable: false,
  fault: () => undefined,
  // Other than of the objects within, the type of an event is told by its word alone.
  usual: value => usualVariant(value, type => type, payloadFields),
  fieldsOf: value => variantFields(value, payloadFields),
};
/** The envelope and what is in it. */
export const eventShape: FieldList = [...envelope, { name: 'payload', field: payload }];
