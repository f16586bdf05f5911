/**
 * Checks a nested call's input against its tool's JSON Schema and says what is wrong in a sentence a model can act on.
 *
 * Invariant: the sentence names the tool, the field and what was expected; a value is quoted short, never whole.
 * Uses ajv, which compiles schemas with `new Function`: for Node, not for a page with a content security policy.
 * Leaves out coercion and defaults: input reaches the tool as it was sent.
 */

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { isRecord } from '../base/json.ts';
import type { ToolDefinition } from '../base/tool.ts';

/** Throws an Error whose message is for the cell. */
export type InputCheck = (input: JsonValue | undefined) => void;

/** Compiles at the first call, which throws when the schema is not valid: most tools of a set are never called. */
export function createInputCheck(definition: ToolDefinition): InputCheck {
  if (definition.kind === 'freeform') return checkFreeform(definition.name);
  const { inputSchema, name } = definition;
  if (inputSchema === undefined) return () => {};
  let compiled: ValidateFunction | undefined;
  return input => {
    compiled ??= compile(inputSchema, name);
    const validate = compiled;
    // No argument at all is what a tool without required fields is called with.
    const value = input === undefined && inputSchema.type === 'object' ? {} : input;
    if (validate(value)) return;
    const fault = pickFault(validate.errors ?? []);
    throw new Error(
      fault === undefined ? `${name}: the input does not fit its schema.` : sentence(name, fault, inputSchema),
    );
  };
}

/** Throws when the definition's input schema is not a valid JSON Schema. */
export function assertSchema(definition: ToolDefinition): void {
  if (definition.inputSchema !== undefined) compile(definition.inputSchema, definition.name);
}

function checkFreeform(name: string): InputCheck {
  return input => {
    if (typeof input !== 'string') {
      throw new Error(`${name} takes one string as its input, not ${article(typeName(input))}.`);
    }
  };
}

function compile(schema: JsonObject, name: string): ValidateFunction {
  const { $schema, ...rest } = schema;
  const old = typeof $schema === 'string' && /draft-0[4-7]/.test($schema);
  const options = { strict: false, verbose: true, validateFormats: false, logger: false as const };
  try {
    return (old ? new Ajv(options) : new Ajv2020(options)).compile(rest);
  } catch (error) {
    throw new Error(
      `the input schema of tool "${name}" is not valid: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** Of a failed union ajv reports every branch and then the union: the union is the honest summary. */
function pickFault(errors: readonly ErrorObject[]): ErrorObject | undefined {
  return errors.findLast(error => error.keyword === 'anyOf' || error.keyword === 'oneOf') ?? errors[0];
}

function sentence(tool: string, fault: ErrorObject, schema: JsonObject): string {
  const field = fieldPath(fault.instancePath);
  const subject = field === '' ? `The input of ${tool}` : `The field "${field}" of ${tool}`;
  const got = `got ${quote(fault.data)}`;
  const params: Record<string, unknown> = fault.params;
  switch (fault.keyword) {
    case 'required': {
      const missing = String(params.missingProperty);
      const wanted = expectation(isRecord(fault.parentSchema) ? fault.parentSchema : schema, missing);
      return `${subject} needs the field "${missing}"${wanted}; the input has ${fieldsOf(fault.data)}.`;
    }
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const extra = String(params.additionalProperty ?? params.unevaluatedProperty);
      const properties = isRecord(fault.parentSchema) ? fault.parentSchema.properties : undefined;
      const known = isRecord(properties) ? Object.keys(properties) : [];
      return `${subject} has no field "${extra}"; its fields are ${list(known)}.`;
    }
    case 'type':
      return `${subject} must be ${alternatives(params.type)}, ${got}.`;
    case 'enum':
      return `${subject} must be one of ${list(allowed(params.allowedValues))}, ${got}.`;
    case 'const':
      return `${subject} must be ${quote(params.allowedValue)}, ${got}.`;
    case 'anyOf':
    case 'oneOf':
      return `${subject} fits none of the shapes its schema allows, ${got}.`;
    default:
      return `${subject} ${fault.message ?? `breaks the rule "${fault.keyword}"`}, ${got}.`;
  }
}

/** `/a/0/b` as `a[0].b`. */
function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');
}

function expectation(schema: Record<string, unknown>, field: string): string {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const property = properties[field];
  return isRecord(property) && property.type !== undefined ? ` (${alternatives(property.type)})` : '';
}

function alternatives(type: unknown): string {
  return (Array.isArray(type) ? type : String(type).split(',')).map(each => article(String(each))).join(' or ');
}

function fieldsOf(data: unknown): string {
  const keys = isRecord(data) ? Object.keys(data) : [];
  return keys.length === 0 ? 'no fields' : `only ${list(keys)}`;
}

function allowed(values: unknown): string[] {
  return Array.isArray(values) ? values.map(value => (typeof value === 'string' ? value : JSON.stringify(value))) : [];
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.map(name => `"${name}"`).join(', ');
}

function article(noun: string): string {
  if (noun === 'null' || noun === 'undefined' || noun === 'nothing') return noun;
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 60 ? text : `${text.slice(0, 57)}… (${article(typeName(value))})`;
}
