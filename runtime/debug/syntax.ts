/**
 * Nodes of a parsed text, as the debugger looks at them: by what they are called, whatever else they hold.
 */

import type { Node } from 'acorn';

export interface AnyNode extends Node {
  readonly [key: string]: unknown;
}

export function isFunction(node: AnyNode): boolean {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Of an identifier; empty for anything else. */
export function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' ? String(node.name) : '';
}

export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap(value =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
