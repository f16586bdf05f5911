/**
 * Where the text of a cell calls tools: `tools.name(…)`, `tools["name"](…)`, and names taken out of `tools` beforehand.
 *
 * A text the parser does not understand has no sites. Other ways to reach a tool (an alias, a computed name) are not
 * followed: a site that is not known is better than one that is wrong.
 */

import { isIdentifier, type SourceNode, sourceTree, visitNodes } from './sourceTree.ts';

export interface CallSite {
  readonly name: string;
  /** What is called, `tools.name`, as offsets into the text. */
  readonly from: number;
  readonly to: number;
  /** Counted from 1. */
  readonly line: number;
  /** End of the whole call, an offset: calls without a branch begin in the order of their ends. */
  readonly end: number;
  /** It runs exactly once when the cell runs through: no loop, branch, function or `try` around it. */
  readonly once: boolean;
}

/** The sites in order of their place in the text. */
export function callSites(source: string): CallSite[] {
  const root = source.includes('tools') ? sourceTree(source) : null;
  if (!root) return [];
  const taken = new Map<string, string>();
  visitNodes(root, node => take(node, taken));
  const sites: CallSite[] = [];
  visitNodes(root, (node, once) => {
    const callee = node.type === 'CallExpression' ? (node.callee as SourceNode) : null;
    const name = callee && (memberOfTools(callee) ?? (isIdentifier(callee) ? taken.get(callee.name) : undefined));
    if (!callee || name === undefined || name === null) return;
    sites.push({ name, from: callee.start, to: callee.end, line: lineAt(source, callee.start), end: node.end, once });
  });
  return sites.sort((a, b) => a.from - b.from);
}

/** `const { name, other: alias } = tools`. */
function take(node: SourceNode, taken: Map<string, string>): void {
  if (node.type !== 'VariableDeclarator' || !isTools(node.init as SourceNode | null)) return;
  const pattern = node.id as SourceNode;
  if (pattern.type !== 'ObjectPattern') return;
  for (const property of pattern.properties as SourceNode[]) {
    const key = property.key as SourceNode | undefined;
    const value = property.value as SourceNode | undefined;
    if (property.type === 'Property' && key && value && isIdentifier(key) && isIdentifier(value))
      taken.set(value.name, key.name);
  }
}

function memberOfTools(callee: SourceNode): string | undefined {
  if (callee.type !== 'MemberExpression' || !isTools(callee.object as SourceNode)) return undefined;
  const property = callee.property as SourceNode;
  if (callee.computed !== true) return isIdentifier(property) ? property.name : undefined;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

function isTools(node: SourceNode | null): boolean {
  return node !== null && isIdentifier(node) && node.name === 'tools';
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line++;
  return line;
}
