/**
 * `--tools FILE.mjs`: tools that somebody wrote as a module, taken in with every shape checked.
 *
 * Invariant: what is wrong with the file is a usage failure that names the file and the entry; nothing of it is guessed.
 */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deferred } from '../base/deferred.ts';
import { isRecord, type JsonObject, type JsonValue } from '../base/json.ts';
import type { ToolDefinition } from '../base/tool.ts';
import type { HostTool } from '../tools/hostTool.ts';
import { assertSchema } from '../tools/inputCheck.ts';
import { fileFailure, oneLine, usageFailure } from './failure.ts';

type Call = (input: JsonValue | undefined, context: { readonly signal: AbortSignal }) => unknown;

export async function loadTools(path: string): Promise<HostTool[]> {
  const module = await importFile(path);
  const entries = module.default;
  if (!Array.isArray(entries)) throw usageFailure(`tools file "${path}": its default export must be an array of tools`);
  return entries.map((entry: unknown, index) => {
    try {
      return hostTool(entry);
    } catch (error) {
      throw usageFailure(`tools file "${path}", tool ${index + 1}: ${oneLine(error)}`);
    }
  });
}

async function importFile(path: string): Promise<Record<string, unknown>> {
  const { promise: stuck, reject } = deferred<never>();
  // Nothing is left that could end its top-level await; Node would leave with a warning of its own.
  const giveUp = () => reject(new Error('it never finishes loading'));
  process.once('beforeExit', giveUp);
  try {
    const module: unknown = await Promise.race([import(pathToFileURL(resolve(path)).href), stuck]);
    return isRecord(module) ? module : {};
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (error instanceof Error && 'url' in error && error.url === pathToFileURL(resolve(path)).href) {
      if (code === 'ERR_MODULE_NOT_FOUND') throw usageFailure(`tools file "${path}" does not exist`);
      if (code === 'ERR_UNSUPPORTED_DIR_IMPORT') throw usageFailure(`tools file "${path}" is a folder`);
    }
    throw usageFailure(fileFailure('tools file', path, error));
  } finally {
    process.off('beforeExit', giveUp);
  }
}

function hostTool(entry: unknown): HostTool {
  if (!isRecord(entry)) throw new Error('must be an object');
  const { call } = entry;
  if (typeof call !== 'function') throw new Error('"call" must be a function');
  const definition = toolDefinition(entry);
  assertSchema(definition);
  return {
    definition,
    // Nobody knows what a stranger's function does; the person who named the file does.
    risk: 'runs',
    async call(input, { signal }) {
      const result: unknown = await (call as Call).call(entry, input, { signal });
      const text = JSON.stringify(result);
      if (text === undefined && result !== undefined) {
        throw new Error(`The tool "${definition.name}" answered a ${typeof result}, which is no JSON.`);
      }
      return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
    },
  };
}

function toolDefinition(entry: Record<string, unknown>): ToolDefinition {
  const { name, namespace, description, kind, inputSchema, outputSchema } = entry;
  if (typeof name !== 'string' || name === '') throw new Error('"name" must be a string that is not empty');
  if (kind !== undefined && kind !== 'function' && kind !== 'freeform') {
    throw new Error('"kind" must be "function" or "freeform"');
  }
  return {
    name,
    ...optionalText({ namespace, description }),
    ...(kind === undefined ? {} : { kind }),
    ...optionalSchema({ inputSchema, outputSchema }),
  };
}

function optionalText(fields: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'string') texts[key] = value;
    else if (value !== undefined) throw new Error(`"${key}" must be a string`);
  }
  return texts;
}

function optionalSchema(fields: Record<string, unknown>): Record<string, JsonObject> {
  const schemas: Record<string, JsonObject> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (isRecord(value)) schemas[key] = value as JsonObject;
    else if (value !== undefined) throw new Error(`"${key}" must be a JSON Schema object`);
  }
  return schemas;
}
