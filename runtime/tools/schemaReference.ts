/**
 * `$ref` within one JSON Schema: what it points to, what to call it, and whether it leads in a circle.
 */

import { isRecord } from '../base/json.ts';

/** The part of the schema a local reference points to; undefined when it is not there or in another document. */
export function followReference(root: unknown, ref: string): unknown {
  if (!ref.startsWith('#')) return undefined;
  let node = root;
  for (const part of ref.slice(1).split('/').slice(1)) {
    const key = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(node)) node = node[Number(key)];
    else node = isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

/** True for a type that is defined by itself with no object or array between: TypeScript refuses it. */
export function isCircle(root: unknown, ref: string): boolean {
  const seen = new Set<string>();
  const queue = directReferences(followReference(root, ref));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === ref) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...directReferences(followReference(root, next)));
  }
  return false;
}

/** `#/$defs/tree-node` as `TreeNode`. */
export function referenceName(ref: string): string {
  const last = decode(ref.split('/').at(-1) ?? '');
  const words = last.split(/[^A-Za-z0-9]+/).filter(word => word !== '');
  return words.map(word => word.slice(0, 1).toUpperCase() + word.slice(1)).join('') || 'Root';
}

function directReferences(node: unknown): string[] {
  if (!isRecord(node)) return [];
  const branches = [node.anyOf, node.oneOf, node.allOf].flatMap(each => (Array.isArray(each) ? each : []));
  const own = typeof node.$ref === 'string' ? [node.$ref] : [];
  return [...own, ...branches.flatMap(directReferences)];
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
