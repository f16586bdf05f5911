/**
 * Tool definitions as TypeScript, for the model's description of `exec` and for the editor (code-mode §6).
 *
 * Invariant: the text compiles on its own, whatever names and schemas the definitions have.
 */

import { exposedName, nestedTools, type ToolDefinition } from '../base/tool.ts';
import { comment } from './comment.ts';
import { mcpContent, mcpTypes } from './mcpResult.ts';
import { freeName, renderSchema } from './schemaType.ts';
import { propertyKey } from './typeText.ts';

/**
 * One `declare const tools` with all a cell can call; named types and the MCP blocks stand before it. Of several that
 * share a name the last is called.
 */
export function declareTools(given: readonly ToolDefinition[]): string {
  const byName = new Map(nestedTools(given).map(definition => [exposedName(definition.name), definition]));
  const definitions = [...byName.values()];
  const types = new Map<string, string>();
  const prefixes = new Set<string>();
  const methods = definitions.map(definition => {
    const prefix = freeName(typePrefix(definition.name), prefixes);
    prefixes.add(prefix);
    return method(definition, (schema, part) => {
      const { type, named } = renderSchema(schema, `${prefix}${part}`);
      for (const each of named) types.set(each.name, each.type);
      // Rendered for the start of a line; here it stands one level in.
      return type.replaceAll('\n', '\n  ');
    });
  });
  const mcp = definitions.some(each => mcpContent(each) !== undefined) ? `${mcpTypes}\n` : '';
  const named = [...types].map(([name, type]) => `type ${name} = ${type};\n`).join('');
  return `${mcp}${named}${named === '' ? '' : '\n'}declare const tools: {\n${methods.join('')}};\n`;
}

type Take = (schema: unknown, part: 'Input' | 'Output') => string;

function method(definition: ToolDefinition, take: Take): string {
  const about = comment(definition.description ?? '', '  ');
  const name = propertyKey(exposedName(definition.name));
  return `${about}  ${name}(${parameter(definition, take)}): Promise<${outputType(definition, take)}>;\n`;
}

function parameter({ kind, inputSchema }: ToolDefinition, take: Take): string {
  if (kind === 'freeform') return 'input: string';
  if (inputSchema === undefined) return 'args?: unknown';
  const needed = Array.isArray(inputSchema.required) && inputSchema.required.length > 0;
  return `args${needed ? '' : '?'}: ${take(inputSchema, 'Input')}`;
}

function outputType(definition: ToolDefinition, take: Take): string {
  const mcp = mcpContent(definition);
  if (mcp !== undefined) return `CallToolResult<${take(mcp.schema, 'Output')}>`;
  return take(definition.outputSchema, 'Output');
}

/** `read_file` as `ReadFile`: the beginning of the names of a tool's own types. */
function typePrefix(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  const text = words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(text) ? text : `T${text}`;
}
