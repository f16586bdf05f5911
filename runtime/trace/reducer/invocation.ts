/**
 * A tool invocation payload: the arguments a call was made with.
 */

import { isRecord } from '../../base/json.ts';

export class Invocation {
  readonly toolName: string | undefined;
  /** There was a text of arguments, readable or not. */
  readonly hasArguments: boolean;
  /** Why this is not a call with a text of arguments. */
  readonly dispatchFault: string | undefined;
  /** Empty when the call had none, or none that are a JSON object. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Why the arguments could not be read. */
  readonly fault: string | undefined;

  constructor(value: unknown) {
    const payload = isRecord(value) && isRecord(value.payload) ? value.payload : {};
    const text = payload.arguments;
    this.toolName = isRecord(value) && typeof value.tool_name === 'string' ? value.tool_name : undefined;
    this.hasArguments = typeof text === 'string';
    this.dispatchFault = dispatchFault(payload);
    if (typeof text !== 'string') {
      this.arguments = {};
      return;
    }
    try {
      const parsed: unknown = JSON.parse(text);
      this.arguments = isRecord(parsed) ? parsed : {};
    } catch (error) {
      this.arguments = {};
      this.fault = error instanceof Error ? error.message : String(error);
    }
  }

  text(name: string): string | undefined {
    const value = this.arguments[name];
    return typeof value === 'string' ? value : undefined;
  }

  integer(name: string): number | null {
    const value = this.arguments[name];
    return typeof value === 'number' && Number.isInteger(value) ? value : null;
  }
}

function dispatchFault({ type, arguments: text }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof type !== 'string') return 'missing field `type`';
  if (type !== 'function') return `dispatch payload used unsupported ${type} payload`;
  return typeof text === 'string' ? undefined : 'dispatch payload omitted function arguments';
}
