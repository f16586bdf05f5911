/** The text of a cell as a syntax tree, for what can be read off it. */

import { type Node, type Options, parse } from 'acorn';

export interface SourceNode extends Node {
  readonly [key: string]: unknown;
}

/** Cells longer than this (characters) are not parsed. */
export const longest = 256 * 1024;
/** How a cell is read. */
export const cellSyntax: Options = { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true };
const deepest = 500;
const branching =
  /^(?:(?:Arrow)?FunctionExpression|FunctionDeclaration|Class.*|(?:For|ForIn|ForOf|While|DoWhile|If|Switch|Try|Labeled)Statement|ConditionalExpression|LogicalExpression|AssignmentPattern|ChainExpression)$/;

/** Null for a text that is no program, or too long to be looked into. */
export function sourceTree(source: string): SourceNode | null {
  if (source.length > longest) return null;
  try {
    return parse(source, cellSyntax) as unknown as SourceNode;
  } catch {
    return null;
  }
}

/**
 * Every node, those above before those inside; `above` is null for the root. `once`: it runs exactly once when the program runs through, for no loop,
 * branch, function or `try` is around it.
 */
export function visitNodes(
  root: SourceNode,
  see: (node: SourceNode, once: boolean, above: SourceNode | null) => void,
): void {
  const visit = (node: SourceNode, once: boolean, above: SourceNode | null, depth: number): void => {
    if (depth > deepest) return;
    see(node, once, above);
    const inside = once && !branching.test(node.type);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child?.type === 'string') visit(child as SourceNode, inside, node, depth + 1);
      }
    }
  };
  visit(root, true, null, 0);
}

export function isIdentifier(node: SourceNode): node is SourceNode & { readonly name: string } {
  return node.type === 'Identifier' && typeof node.name === 'string';
}
