/**
 * Checks that double as types: a table of checks says what a JSON object must look like, and `Shape` reads the type off it.
 *
 * Invariant: a value that passes has every field of its shape; a nullable field that was left out has become `null`.
 * Unknown fields are kept and never complained about. Leaves out conversion: values stay as they came.
 */

import { isRecord } from '../base/json.ts';

export interface Check<T> {
  readonly nullable: boolean;
  /** Any string fits, which is by far the most frequent answer. */
  readonly anyText?: boolean;
  /** What is wrong with a value, as the end of a sentence that begins with the field's name; nothing when it fits. */
  fault(value: unknown): string | undefined;
  /**
   * The same value as it is usually written, where there are other ways: the reference also takes an object as the list of
   * its fields, a variant by its number and a word as the key of nothing. What is none of these is given back as it is.
   */
  usual?(value: unknown): unknown;
  /** The fields that an object has here, if it is to be an object. */
  fieldsOf?(value: unknown): FieldList | undefined;
  /** The last field of an object that need not be there when the object is written as a list. */
  readonly omittable?: boolean;
  /** Never set; carries the type. */
  readonly shape?: T;
}
export type Fields = Readonly<Record<string, Check<unknown>>>;
export type Shape<F extends Fields> = { readonly [K in keyof F]: F[K] extends Check<infer T> ? T : never };

function check<T>(fault: (value: unknown) => string | undefined, nullable = false, anyText = false): Check<T> {
  return { nullable, anyText, fault };
}

/** A value as it would be read aloud in a message; long ones are cut. */
function named(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** A string, of whichever brand the reader wants it. */
export function text<T extends string = string>(): Check<T> {
  return anyString as Check<T>;
}
/** One for all: tables are made before the first line is read, and most of their fields are this. */
const anyString = check<string>(
  value => (typeof value === 'string' ? undefined : `must be a string, got ${named(value)}`),
  false,
  true,
);

export const whole: Check<number> = check(value =>
  Number.isInteger(value) ? undefined : `must be a whole number, got ${named(value)}`,
);

export const natural: Check<number> = check(value =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0
    ? undefined
    : `must be a whole number from 0 up, got ${named(value)}`,
);

export function oneOf<const T extends string>(...words: readonly T[]): Check<T> {
  const known = new Set<unknown>(words);
  return {
    ...check<T>(value => (known.has(value) ? undefined : `must be one of ${words.join(', ')}, got ${named(value)}`)),
    usual: wordOf,
  };
}

export function nullable<T>(inner: Check<T>): Check<T | null> {
  return {
    ...check<T | null>(value => (value === null ? undefined : inner.fault(value)), true, inner.anyText),
    usual: value => usualOf(inner, value),
    fieldsOf: value => inner.fieldsOf?.(value),
  };
}

/** Nullable, and where the object is a list it may be missing at its end. */
export function omittable<T>(inner: Check<T>): Check<T | null> {
  return { ...nullable(inner), omittable: true };
}

export function object<F extends Fields>(fields: F): Check<Shape<F>> {
  const list = fieldList(fields);
  return {
    ...check<Shape<F>>(value => (isRecord(value) ? listFault(value, list) : `must be an object, got ${named(value)}`)),
    usual: value => usualObject(value, list),
    fieldsOf: () => list,
  };
}

const anything: Check<unknown> = { nullable: true, fault: () => undefined };
const typeField = { name: 'type', field: anything };
const unitFields = [typeField, { name: 'value', field: anything }];

/** A union told apart by its `type`. */
export function tagged<V extends Readonly<Record<string, Fields>>>(variants: V): Check<Tagged<V>> {
  const listOf = fieldLists(variants);
  const names = Object.keys(variants);
  return {
    ...check<Tagged<V>>(value => {
      if (!isRecord(value)) return `must be an object, got ${named(value)}`;
      const list = listOf(value.type);
      if (!list) return `has type ${named(value.type)}, known are ${names.join(', ')}`;
      return listFault(value, list);
    }),
    usual: value => usualVariant(value, type => (typeof type === 'number' ? names[type] : type), listOf),
    fieldsOf: value => variantFields(value, listOf),
  };
}

/** An object that has a word as its `type` and no `value`. */
export function unit<const T extends string>(...words: readonly T[]): Check<{ readonly type: T }> {
  const word = oneOf(...words);
  return {
    ...check<{ readonly type: T }>(value => {
      if (!isRecord(value)) return `must be an object, got ${named(value)}`;
      if ((value.value ?? null) !== null) return '`value` must be null';
      const fault = word.fault(value.type);
      return fault && `\`type\` ${fault}`;
    }),
    usual(value) {
      if (isRecord(value)) return { ...value, type: wordOf(value.type) };
      if (!Array.isArray(value) || value.length !== 2 || value[1] !== null) return value;
      return { type: typeof value[0] === 'number' ? words[value[0]] : value[0] };
    },
    fieldsOf: () => unitFields,
  };
}
export type Tagged<V extends Readonly<Record<string, Fields>>> = {
  readonly [K in keyof V & string]: { readonly type: K } & Shape<V[K]>;
}[keyof V & string];

function usualOf(check: Check<unknown>, value: unknown): unknown {
  return check.usual ? check.usual(value) : value;
}

/** `{"word":null}` for `"word"`. */
function wordOf(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const [word, ...more] = Object.keys(value);
  if (word === undefined || more.length > 0) return value;
  const said = value[word];
  return said === null || (isRecord(said) && Object.keys(said).length === 0) ? word : value;
}

/** An object from the list of its fields; whatever it is written as, its fields are then as usual. */
export function usualObject(value: unknown, list: FieldList): unknown {
  const object = Array.isArray(value) ? objectOf(value, list) : value;
  if (!isRecord(object)) return object;
  const usual = { ...object };
  for (const { name, field } of list) if (name in usual) usual[name] = usualOf(field, usual[name]);
  return usual;
}

function objectOf(values: readonly unknown[], list: FieldList): unknown {
  const least = list.at(-1)?.field.omittable ? list.length - 1 : list.length;
  if (values.length < least || values.length > list.length) return values;
  return Object.fromEntries(values.map((value, at) => [list[at]?.name, value]));
}

/** The same for one of several kinds of object, of which a list tells its `type` first. */
export function usualVariant(
  value: unknown,
  nameOf: (type: unknown) => unknown,
  listOf: (type: unknown) => FieldList | undefined,
): unknown {
  const isList = Array.isArray(value);
  if (!isList && !isRecord(value)) return value;
  const type = nameOf(isList ? value[0] : value.type);
  const list = listOf(type);
  if (!list) return value;
  const usual = usualObject(isList ? value.slice(1) : value, list);
  return isRecord(usual) ? { ...usual, type } : value;
}

/** The fields of one of several kinds of object. */
export function variantFields(value: unknown, listOf: (type: unknown) => FieldList | undefined): FieldList | undefined {
  return isRecord(value) ? [typeField, ...(listOf(value.type) ?? [])] : undefined;
}

/** Whether a field of that name means anything in the object that `path` leads to, from a value with such fields. */
export function isKnown(value: unknown, list: FieldList, path: readonly string[], name: string): boolean {
  let [object, fields]: [unknown, FieldList | undefined] = [value, list];
  for (const step of path) {
    object = isRecord(object) ? object[step] : undefined;
    fields = fields?.find(each => each.name === step)?.field.fieldsOf?.(object);
  }
  return fields?.some(each => each.name === name) ?? false;
}

/** Fields as they are gone through for every event. */
export type FieldList = readonly { readonly name: string; readonly field: Check<unknown> }[];

export function fieldList(fields: Fields): FieldList {
  return Object.entries(fields).map(([name, field]) => ({ name, field }));
}

/** By type; each is made when it is first asked for: a short log has few types. */
export function fieldLists(variants: Readonly<Record<string, Fields>>): (type: unknown) => FieldList | undefined {
  const lists = new Map<unknown, FieldList>();
  return type => {
    const known = lists.get(type);
    if (known) return known;
    const fields = typeof type === 'string' && Object.hasOwn(variants, type) ? variants[type] : undefined;
    if (!fields) return undefined;
    const list = fieldList(fields);
    lists.set(type, list);
    return list;
  };
}

export function fieldFault(record: Record<string, unknown>, fields: Fields): string | undefined {
  return listFault(record, fieldList(fields));
}

/** Checks the fields of an object and fills in the nullable ones that are missing. Tells the first fault. */
export function listFault(record: Record<string, unknown>, list: FieldList): string | undefined {
  // By index: for every event an iterator would give one object per field.
  for (let at = 0; at < list.length; at++) {
    const { name, field } = list[at] as FieldList[number];
    const value = record[name];
    if (typeof value === 'string' && field.anyText) continue;
    if (value === undefined) {
      if (!field.nullable) return `\`${name}\` is missing`;
      record[name] = null;
      continue;
    }
    const fault = field.fault(value);
    if (fault) return fault.startsWith('`') ? `\`${name}.${fault.slice(1)}` : `\`${name}\` ${fault}`;
  }
  return undefined;
}
