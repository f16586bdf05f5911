/**
 * A tool invocation payload: the arguments a call was made with.
 */

import { isRecord } from '../../base/json.ts';
import { checkEscapes } from './readJson.ts';

interface Arguments {
  readonly values: Readonly<Record<string, unknown>>;
  readonly fault: string | undefined;
}

export class Invocation {
  readonly toolName: string | undefined;
  /** A tool of some server, which may be called what one of the agent's own is called. */
  readonly hasNamespace: boolean;
  /** There was a text of arguments, readable or not. */
  readonly hasArguments: boolean;
  /** That text; empty when there was none. */
  readonly argumentText: string;
  /** Why this is not a call with a text of arguments. */
  readonly dispatchFault: string | undefined;
  readonly #text: unknown;
  #read: Arguments | undefined;

  constructor(value: unknown) {
    const payload = isRecord(value) && isRecord(value.payload) ? value.payload : {};
    this.#text = payload.arguments;
    this.toolName = isRecord(value) && typeof value.tool_name === 'string' ? value.tool_name : undefined;
    this.hasArguments = typeof this.#text === 'string';
    this.argumentText = typeof this.#text === 'string' ? this.#text : '';
    this.hasNamespace = isRecord(value) && typeof value.tool_namespace === 'string';
    this.dispatchFault = isRecord(value) ? (nameFault(value) ?? dispatchFault(payload)) : 'not an object';
  }

  /** Empty when the call had none, or none that are a JSON object. Most are never asked for. */
  get arguments(): Readonly<Record<string, unknown>> {
    this.#read ??= readArguments(this.#text);
    return this.#read.values;
  }

  /** Why the arguments could not be read. */
  get fault(): string | undefined {
    this.#read ??= readArguments(this.#text);
    return this.#read.fault;
  }

  text(name: string): string | undefined {
    const value = this.arguments[name];
    return typeof value === 'string' ? value : undefined;
  }
}

function readArguments(text: unknown): Arguments {
  if (typeof text !== 'string') return { values: {}, fault: undefined };
  try {
    const parsed: unknown = JSON.parse(text);
    checkEscapes(text);
    return { values: isRecord(parsed) ? parsed : {}, fault: undefined };
  } catch (error) {
    return { values: {}, fault: error instanceof Error ? error.message : String(error) };
  }
}

function nameFault({
  tool_name: name,
  tool_namespace: namespace,
}: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof name !== 'string') return 'field `tool_name` must be a string';
  return namespace === undefined || namespace === null || typeof namespace === 'string'
    ? undefined
    : 'field `tool_namespace` must be a string';
}

function dispatchFault({ type, arguments: text }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof type !== 'string') return 'missing field `type`';
  if (type !== 'function') return `dispatch payload used unsupported ${type} payload`;
  return typeof text === 'string' ? undefined : 'dispatch payload omitted function arguments';
}
