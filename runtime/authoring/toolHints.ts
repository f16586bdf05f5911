/** Calls of tools there are not, and inputs that their schemas refuse, as far as the text tells. */

import { isRecord } from '../base/json.ts';
import type { ToolDefinition } from '../base/tool.ts';
import type { SourceNode } from '../viewer/sourceTree.ts';
import type { CellTree } from './cellTree.ts';
import type { CellHint } from './hint.ts';
import { nearest } from './nearest.ts';
import { nameOf, type ToolCall, toolCallAt } from './toolCall.ts';

/** `tools` by the name a cell calls them by. */
export function toolHints(tree: CellTree, tools: ReadonlyMap<string, ToolDefinition>): CellHint[] {
  if (tree.makes('tools')) return [];
  return tree.nodes.flatMap(node => {
    const call = toolCallAt(node);
    if (call === null) return [];
    const definition = tools.get(call.name);
    if (definition !== undefined) return fieldHints(call, definition);
    const { start, end } = call.property;
    return [{ kind: 'unknownTool', name: call.name, meant: nearest(call.name, [...tools.keys()]), start, end }];
  });
}

function fieldHints({ name: tool, property, args }: ToolCall, { kind, inputSchema }: ToolDefinition): CellHint[] {
  if (kind === 'freeform' || !isRecord(inputSchema?.properties)) return [];
  const known = Object.keys(inputSchema.properties);
  const required = Array.isArray(inputSchema.required)
    ? inputSchema.required.filter(each => typeof each === 'string')
    : [];
  const given = args[0] === undefined ? [] : writtenFields(args[0]);
  if (given === null) return [];
  const names = given.map(each => each.name);
  const { start, end } = property;
  const unknown = given
    .filter(({ name }) => inputSchema.additionalProperties === false && !known.includes(name))
    .map(({ name, key }) => {
      const meant = nearest(
        name,
        known.filter(each => !names.includes(each)),
      );
      return { kind: 'unknownField', tool, name, meant, start: key.start, end: key.end } as const;
    });
  // What is there under a wrong name is said once.
  const missing = required
    .filter(name => !names.includes(name) && !unknown.some(({ meant }) => meant === name))
    .map(name => ({ kind: 'missingField', tool, name, start, end }) as const);
  return [...missing, ...unknown];
}

/** The fields of an object that is written out whole; null where only the run knows them. */
function writtenFields(node: SourceNode): { readonly name: string; readonly key: SourceNode }[] | null {
  if (node.type !== 'ObjectExpression') return null;
  const fields = [];
  for (const property of node.properties as SourceNode[]) {
    const key = property.key as SourceNode | undefined;
    const name = key && nameOf(key, property.computed === true);
    if (key === undefined || name === undefined) return null;
    fields.push({ name, key });
  }
  return fields;
}
