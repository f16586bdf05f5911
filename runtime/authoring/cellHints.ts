/**
 * What can be said of a cell while it is written: what would be refused, fail, or be lost without a word.
 *
 * Invariant: a hint is never a matter of taste, and of what only a run can know nothing is said. While a
 * statement is half written the others keep their hints. Leaves out faults of syntax, which every editor for JavaScript
 * shows.
 */

import { exposedName, nestedTools, type ToolDefinition } from '../base/tool.ts';
import { parseSource } from '../cells/pragma.ts';
import { RequestError } from '../cells/requestError.ts';
import { absentNameHints } from './absentNames.ts';
import { type CellTree, cellTree } from './cellTree.ts';
import type { CellHint } from './hint.ts';
import { promiseHints } from './promiseHints.ts';
import { toolHints } from './toolHints.ts';

/** In the order of the text. A blank text gets none: it is only about to be written. */
export function cellHints(text: string, definitions: readonly ToolDefinition[]): CellHint[] {
  if (text.trim() === '') return [];
  const tree = cellTree(text);
  const tools = new Map(nestedTools(definitions).map(each => [exposedName(each.name), each]));
  const found = tree
    ? [...importHints(tree), ...toolHints(tree, tools), ...promiseHints(tree), ...absentNameHints(tree)]
    : [];
  return [...pragmaHints(text), ...found].sort((one, other) => one.start - other.start || one.end - other.end);
}

function pragmaHints(text: string): CellHint[] {
  try {
    parseSource(text);
    return [];
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const end = text.indexOf('\n');
    return [{ kind: 'pragma', message: error.message, start: 0, end: end === -1 ? text.length : end }];
  }
}

/** Static and dynamic: a cell has nothing to import from (code-mode §5). */
function importHints(tree: CellTree): CellHint[] {
  const imports = new Set(['ImportDeclaration', 'ImportExpression', 'ExportAllDeclaration']);
  return tree.nodes
    .filter(node => imports.has(node.type) || (node.type === 'ExportNamedDeclaration' && node.source !== null))
    .map(({ start, end }) => ({ kind: 'import', start, end }));
}
