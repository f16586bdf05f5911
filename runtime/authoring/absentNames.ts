/** Names that programs elsewhere have and cells do not (code-mode §5). A test asks a real cell for each. */

import { isIdentifier, type SourceNode } from '../viewer/sourceTree.ts';
import type { CellTree } from './cellTree.ts';
import type { CellHint, Lack } from './hint.ts';

export const absentNames: ReadonlyMap<string, Lack> = new Map([
  ...named('console', 'console'),
  ...named('modules', 'require', 'module', 'exports'),
  ...named('node', 'process', 'Buffer', '__dirname', '__filename'),
  ...named('network', 'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource'),
  ...named('timers', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'),
  ...named('other', 'window', 'document', 'navigator', 'localStorage', 'global', 'structuredClone', 'queueMicrotask'),
  ...named('other', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController', 'Blob', 'crypto'),
  ...named('other', 'performance', 'atob', 'btoa', 'Atomics', 'SharedArrayBuffer', 'WebAssembly'),
]);

function named(lacks: Lack, ...names: readonly string[]): (readonly [string, Lack])[] {
  return names.map(name => [name, lacks]);
}

export function absentNameHints(tree: CellTree): CellHint[] {
  return tree.nodes.flatMap((node): CellHint[] => {
    if (!isIdentifier(node) || !isUsed(node, tree.above(node)) || tree.makes(node.name)) return [];
    const lacks = absentNames.get(node.name);
    return lacks === undefined
      ? []
      : [{ kind: 'absentName', name: node.name, lacks, start: node.start, end: node.end }];
  });
}

/** Stands for a value, and is not only asked for by `typeof`. */
function isUsed(node: SourceNode, above: SourceNode | null): boolean {
  switch (above?.type) {
    case 'MemberExpression':
      return above.object === node || above.computed === true;
    case 'Property':
      return above.value === node || above.computed === true;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return above.value === node || above.computed === true;
    case 'UnaryExpression':
      return above.operator !== 'typeof';
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'ExportSpecifier':
      return false;
    default:
      return true;
  }
}
