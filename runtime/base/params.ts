/**
 * Reading the parameters of a request: every field checked, unknown ones ignored (programs, serve).
 *
 * Invariant: a missing or wrong field is an error -32602 that names it, with the path from the outside in. A library's
 * caller meets the same errors as a client of `serve`.
 */

import { isRecord, type JsonObject } from './json.ts';
import type { ToolDefinition } from './tool.ts';

/** `code` is the JSON-RPC code for invalid params. */
export class FieldError extends Error {
  readonly code = -32602;
  constructor(message: string) {
    super(message);
    this.name = 'FieldError';
  }
}

export class Params {
  readonly #fields: Record<string, unknown>;
  readonly #path: string;

  /** `undefined` stands for no fields. */
  constructor(value: unknown, path = '') {
    if (value !== undefined && !isRecord(value)) throw wrong(path === '' ? 'params' : path, 'an object', value);
    this.#fields = value ?? {};
    this.#path = path === '' ? '' : `${path}.`;
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw new FieldError(`missing field "${this.#path}${name}": expected a string`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(this.#path + name, 'a string', value);
  }

  /** The path of a folder. Empty would mean the current one, which nobody who writes it means. */
  folder(name: string): string {
    const path = this.text(name);
    if (path === '') throw wrong(this.#path + name, 'the path of a folder', path);
    return path;
  }

  /** A whole number from 0. */
  optionalCount(name: string): number | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw wrong(this.#path + name, 'a non-negative safe integer', value);
  }

  optionalFlag(name: string): boolean | undefined {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw wrong(this.#path + name, 'a boolean', value);
  }

  optionalChoice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    const choice = choices.find(each => each === value);
    if (choice === undefined)
      throw wrong(this.#path + name, `one of ${choices.map(each => `"${each}"`).join(', ')}`, value);
    return choice;
  }

  /** Something to call, for callers in the same process. */
  optionalFunction(name: string): unknown {
    const value = this.#get(name);
    if (value === undefined || typeof value === 'function') return value;
    throw wrong(this.#path + name, 'a function', value);
  }

  function(name: string): unknown {
    const value = this.optionalFunction(name);
    if (value === undefined) throw new FieldError(`missing field "${this.#path}${name}": expected a function`);
    return value;
  }

  optionalObject(name: string): Params | undefined {
    const value = this.#get(name);
    return value === undefined ? undefined : new Params(value, this.#path + name);
  }

  optionalTools(name: string): ToolDefinition[] | undefined {
    const value = this.#get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw wrong(this.#path + name, 'an array', value);
    return value.map((each, index) => {
      if (each === undefined || each === null) throw wrong(`${this.#path}${name}[${index}]`, 'an object', each);
      return new Params(each, `${this.#path}${name}[${index}]`).#tool();
    });
  }

  #tool(): ToolDefinition {
    return present({
      name: this.text('name'),
      namespace: this.optionalText('namespace'),
      description: this.optionalText('description'),
      kind: this.optionalChoice('kind', ['function', 'freeform']),
      inputSchema: this.#schema('inputSchema'),
      outputSchema: this.#schema('outputSchema'),
    });
  }

  #schema(name: string): JsonObject | undefined {
    const value = this.#get(name);
    if (value === undefined || isRecord(value)) return value as JsonObject | undefined;
    throw wrong(this.#path + name, 'a JSON Schema object', value);
  }

  /** `null` counts as absent. */
  #get(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? (this.#fields[name] ?? undefined) : undefined;
  }
}

/** Fields that may be undefined become fields that may be absent. */
type Present<Fields> = {
  [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key];
} & {
  [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>;
};

export function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}

function wrong(path: string, expected: string, value: unknown): FieldError {
  const text = JSON.stringify(value) ?? 'nothing';
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return new FieldError(`field "${path}" must be ${expected}, got ${short}`);
}
