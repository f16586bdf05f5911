/**
 * The text of a cell that somebody writes: its nodes, what each stands in, and the names the text itself makes.
 *
 * Leaves out scopes: a name that is made anywhere counts as made everywhere, so a rule rather says nothing than
 * something wrong.
 */

import { isIdentifier, type SourceNode, sourceTree, visitNodes } from '../viewer/sourceTree.ts';
import { halfWritten } from './halfWritten.ts';

export interface CellTree {
  /** In the order in which they stand in the text, those around others first. Of a half-written text what is whole. */
  readonly nodes: readonly SourceNode[];
  above(node: SourceNode): SourceNode | null;
  /** Whether the text declares or assigns a variable, function or parameter of this name. */
  makes(name: string): boolean;
}

/** Null for a text in which nothing can be read. */
export function cellTree(text: string): CellTree | null {
  const program = sourceTree(text);
  const half = program === null ? halfWritten(text) : null;
  const root = program ?? half?.root;
  if (root === undefined) return null;
  const above = new Map<SourceNode, SourceNode | null>();
  const made = new Set<string>();
  visitNodes(root, (node, _once, parent) => {
    above.set(node, parent);
    for (const name of namesMadeBy(node)) made.add(name);
  });
  const nodes = [...above.keys()];
  const readable = half === null ? nodes : nodes.filter(node => half.isWhole(node));
  return { nodes: readable, above: node => above.get(node) ?? null, makes: name => made.has(name) };
}

function namesMadeBy(node: SourceNode): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return namesIn(node.id);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [...namesIn(node.id), ...(node.params as unknown[]).flatMap(namesIn)];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return namesIn(node.id);
    case 'CatchClause':
      return namesIn(node.param);
    case 'AssignmentExpression':
      return namesIn(node.left);
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return namesIn(node.local);
    default:
      return [];
  }
}

/** The names a pattern binds. */
function namesIn(pattern: unknown): string[] {
  const node = pattern as SourceNode | null | undefined;
  switch (node?.type) {
    case 'Identifier':
      return isIdentifier(node) ? [node.name] : [];
    case 'ObjectPattern':
      return (node.properties as SourceNode[]).flatMap(each =>
        namesIn(each.type === 'RestElement' ? each : each.value),
      );
    case 'ArrayPattern':
      return (node.elements as unknown[]).flatMap(namesIn);
    case 'AssignmentPattern':
      return namesIn(node.left);
    case 'RestElement':
      return namesIn(node.argument);
    default:
      return [];
  }
}
