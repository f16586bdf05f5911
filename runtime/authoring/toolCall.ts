/** Calls of tools in the text of a cell: `tools.name(…)` and `tools["name"](…)`. */

import { isIdentifier, type SourceNode } from '../viewer/sourceTree.ts';

export interface ToolCall {
  readonly name: string;
  /** Where the name stands. */
  readonly property: SourceNode;
  readonly args: readonly SourceNode[];
}

/** Null for any other node, and for `tools.name?.()`: who asks whether a tool is there knows that it may not be. */
export function toolCallAt(node: SourceNode): ToolCall | null {
  if (node.type !== 'CallExpression' || node.optional === true) return null;
  const callee = node.callee as SourceNode;
  if (callee.type !== 'MemberExpression') return null;
  const object = callee.object as SourceNode;
  if (!isIdentifier(object) || object.name !== 'tools') return null;
  const property = callee.property as SourceNode;
  const name = nameOf(property, callee.computed === true);
  return name === undefined ? null : { name, property, args: node.arguments as SourceNode[] };
}

/** What a property is called, where its text says so. */
export function nameOf(property: SourceNode, computed: boolean): string | undefined {
  if (property.type === 'Literal') return typeof property.value === 'string' ? property.value : undefined;
  return !computed && isIdentifier(property) ? property.name : undefined;
}
