/**
 * Where the text of a cell stores values: `store("key", …)`, with the value where the text spells it out as JSON.
 *
 * Invariant: what is said of a site holds for every run of it. A key or a value that is computed is not guessed, and a
 * cell with a `store` of its own has no sites.
 */

import { isIdentifier, type SourceNode, sourceTree, visitNodes } from './sourceTree.ts';

export interface StoreSite {
  /** Null: computed. */
  readonly key: string | null;
  /** JSON text; null: computed. */
  readonly value: string | null;
  /** It runs when the cell runs through. */
  readonly once: boolean;
}

/** In the order of the text. */
export function storeSites(source: string): StoreSite[] {
  const root = source.includes('store') ? sourceTree(source) : null;
  if (!root) return [];
  const sites: (StoreSite & { readonly end: number })[] = [];
  let ownStore = false;
  visitNodes(root, (node, once) => {
    ownStore ||= declaresStore(node);
    const callee = node.type === 'CallExpression' ? (node.callee as SourceNode) : null;
    if (!callee || !isIdentifier(callee) || callee.name !== 'store') return;
    const [key, value] = node.arguments as SourceNode[];
    const name = key ? constant(key) : undefined;
    const known = value ? constant(value) : undefined;
    sites.push({
      key: typeof name?.value === 'string' ? name.value : null,
      value: known ? (JSON.stringify(known.value) ?? null) : null,
      once,
      end: node.end,
    });
  });
  if (ownStore) return [];
  return sites.sort((a, b) => a.end - b.end).map(({ end: _end, ...site }) => site);
}

function declaresStore(node: SourceNode): boolean {
  const named = (each: unknown) => isIdentifier(each as SourceNode) && (each as { name: string }).name === 'store';
  switch (node.type) {
    case 'VariableDeclarator':
    case 'ClassDeclaration':
      return node.id !== null && named(node.id);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return (node.id ? named(node.id) : false) || (node.params as SourceNode[]).some(named);
    case 'AssignmentExpression':
      return named(node.left);
    case 'Property':
      return node.shorthand === true && named(node.value);
    default:
      return false;
  }
}

/** The value of an expression that is the same in every run; undefined for any other. */
function constant(node: SourceNode): { readonly value: unknown } | undefined {
  switch (node.type) {
    case 'Literal':
      return node.regex || node.bigint ? undefined : { value: node.value };
    case 'TemplateLiteral': {
      const [only] = node.quasis as { value: { cooked?: string | null } }[];
      const plain = (node.expressions as unknown[]).length === 0 && typeof only?.value.cooked === 'string';
      return plain ? { value: only.value.cooked } : undefined;
    }
    case 'UnaryExpression': {
      const inner = constant(node.argument as SourceNode);
      return node.operator === '-' && typeof inner?.value === 'number' ? { value: -inner.value } : undefined;
    }
    case 'ArrayExpression':
      return constantArray(node.elements as (SourceNode | null)[]);
    case 'ObjectExpression':
      return constantObject(node.properties as SourceNode[]);
    default:
      return undefined;
  }
}

function constantArray(elements: readonly (SourceNode | null)[]): { readonly value: unknown } | undefined {
  const value: unknown[] = [];
  for (const element of elements) {
    const known = element ? constant(element) : undefined;
    if (!known) return undefined;
    value.push(known.value);
  }
  return { value };
}

function constantObject(properties: readonly SourceNode[]): { readonly value: unknown } | undefined {
  const entries: [string, unknown][] = [];
  for (const property of properties) {
    if (property.type !== 'Property' || property.computed === true || property.kind !== 'init') return undefined;
    const key = property.key as SourceNode;
    const name = isIdentifier(key) ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
    const known = constant(property.value as SourceNode);
    // `__proto__: …` sets no key.
    if (name === undefined || name === '__proto__' || !known) return undefined;
    entries.push([name, known.value]);
  }
  return { value: Object.fromEntries(entries) };
}
