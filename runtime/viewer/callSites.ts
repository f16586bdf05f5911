/**
 * Where the text of a cell calls tools: `tools.name(…)`, `tools["name"](…)`, and names taken out of `tools` beforehand.
 *
 * A text the parser does not understand has no sites. Other ways to reach a tool (an alias, a computed name) are not
 * followed: a site that is not known is better than one that is wrong.
 */

import { type Node, parse } from 'acorn';

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

interface AnyNode extends Node {
  readonly [key: string]: unknown;
}

/** Cells longer than this (characters) are not parsed. */
const longest = 256 * 1024;
const deepest = 500;
const branching =
  /^(?:(?:Arrow)?FunctionExpression|FunctionDeclaration|Class.*|(?:For|ForIn|ForOf|While|DoWhile|If|Switch|Try|Labeled)Statement|ConditionalExpression|LogicalExpression|AssignmentPattern|ChainExpression)$/;

/** The sites in order of their place in the text. */
export function callSites(source: string): CallSite[] {
  if (source.length > longest || !source.includes('tools')) return [];
  let root: AnyNode;
  try {
    root = parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }) as unknown as AnyNode;
  } catch {
    return [];
  }
  const taken = new Map<string, string>();
  visit(root, true, 0, node => take(node, taken));
  const sites: CallSite[] = [];
  visit(root, true, 0, (node, once) => {
    const callee = node.type === 'CallExpression' ? (node.callee as AnyNode) : null;
    const name = callee && (memberOfTools(callee) ?? (isNamed(callee) ? taken.get(callee.name) : undefined));
    if (!callee || name === undefined || name === null) return;
    sites.push({ name, from: callee.start, to: callee.end, line: lineAt(source, callee.start), end: node.end, once });
  });
  return sites.sort((a, b) => a.from - b.from);
}

/** `const { name, other: alias } = tools`. */
function take(node: AnyNode, taken: Map<string, string>): void {
  if (node.type !== 'VariableDeclarator' || !isTools(node.init as AnyNode | null)) return;
  const pattern = node.id as AnyNode;
  if (pattern.type !== 'ObjectPattern') return;
  for (const property of pattern.properties as AnyNode[]) {
    const key = property.key as AnyNode | undefined;
    const value = property.value as AnyNode | undefined;
    if (property.type === 'Property' && key && value && isNamed(key) && isNamed(value)) taken.set(value.name, key.name);
  }
}

function memberOfTools(callee: AnyNode): string | undefined {
  if (callee.type !== 'MemberExpression' || !isTools(callee.object as AnyNode)) return undefined;
  const property = callee.property as AnyNode;
  if (callee.computed !== true) return isNamed(property) ? property.name : undefined;
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined;
}

function isTools(node: AnyNode | null): boolean {
  return node !== null && isNamed(node) && node.name === 'tools';
}

function isNamed(node: AnyNode): node is AnyNode & { readonly name: string } {
  return node.type === 'Identifier' && typeof node.name === 'string';
}

function visit(node: AnyNode, once: boolean, depth: number, see: (node: AnyNode, once: boolean) => void): void {
  if (depth > deepest) return;
  see(node, once);
  const inside = once && !branching.test(node.type);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') visit(child as AnyNode, inside, depth + 1, see);
    }
  }
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line++;
  return line;
}
