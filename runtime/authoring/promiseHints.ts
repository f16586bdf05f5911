/**
 * Calls of tools whose promises go to waste: nothing waits for them, or they are taken for their results.
 *
 * What is open when a cell ends is cancelled, so a call that stands alone may never be done (code-mode §5). `void` before
 * it says that this is meant. Leaves out promises that go through a variable: only a run knows what becomes of those.
 */

import { isIdentifier, type SourceNode } from '../viewer/sourceTree.ts';
import type { CellTree } from './cellTree.ts';
import type { CellHint } from './hint.ts';
import { toolCallAt } from './toolCall.ts';

/** They take a value; a promise they would write as `{}`, or refuse. */
const takers = new Set(['text', 'notify', 'image', 'audio', 'generatedImage', 'content', 'store']);
const handlers = new Set(['then', 'catch', 'finally']);

export function promiseHints(tree: CellTree): CellHint[] {
  if (tree.makes('tools')) return [];
  return tree.nodes.flatMap((node): CellHint[] => {
    const call = toolCallAt(node);
    const waste = call && wasteOf(tree, node);
    if (!call || !waste) return [];
    return [{ kind: waste, tool: call.name, canAwait: canAwait(tree, node), start: node.start, end: node.end }];
  });
}

function wasteOf(tree: CellTree, promise: SourceNode): 'unawaitedCall' | 'unawaitedResult' | null {
  const above = tree.above(promise);
  switch (above?.type) {
    case 'ExpressionStatement':
      return 'unawaitedCall';
    case 'ChainExpression':
      return wasteOf(tree, above);
    case 'MemberExpression': {
      if (above.object !== promise) return null;
      const chained = tree.above(above);
      const property = above.property as SourceNode;
      const handled = isIdentifier(property) && !above.computed && handlers.has(property.name);
      if (!handled) return 'unawaitedResult';
      return chained?.type === 'CallExpression' && chained.callee === above ? wasteOf(tree, chained) : null;
    }
    case 'VariableDeclarator':
      return /^(Object|Array)Pattern$/.test((above.id as SourceNode).type) ? 'unawaitedResult' : null;
    case 'CallExpression': {
      const callee = above.callee as SourceNode;
      const taken = above.callee !== promise && isIdentifier(callee) && takers.has(callee.name);
      return taken && isIdentifier(callee) && !tree.makes(callee.name) ? 'unawaitedResult' : null;
    }
    case 'TemplateLiteral':
    case 'SpreadElement':
    case 'BinaryExpression':
      return 'unawaitedResult';
    default:
      return null;
  }
}

/** In an async function, or in none. */
function canAwait(tree: CellTree, node: SourceNode): boolean {
  for (let around = tree.above(node); around !== null; around = tree.above(around)) {
    if (/Function/.test(around.type)) return around.async === true;
    if (around.type === 'StaticBlock' || around.type === 'PropertyDefinition') return false;
  }
  return true;
}
