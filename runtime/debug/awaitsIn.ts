/**
 * Where a text awaits, `for await` included, and what its text says about coming back from there. Offsets are those of the
 * text; lines and columns count from 0.
 */

import type { Spot } from './spot.ts';
import { type AnyNode, childrenOf, isFunction, isNode, nameOf } from './syntax.ts';

/** An asynchronous function. */
export interface Around {
  readonly start: number;
  readonly end: number;
  /** By which it can be called; empty for one without. */
  readonly name: string;
}

export interface Await {
  readonly start: number;
  readonly end: number;
  readonly spot: Spot;
  /** The function it is in; null in none. */
  readonly around: Around | null;
  /** Offsets of what runs next when it has come back; none where it is the last its function does. */
  readonly after: readonly number[];
  /** Where what it fails with is handled in its function: the inside of a `catch`. */
  readonly handler: number | null;
  /** The function whose call is awaited, by its name. */
  readonly calls: string;
  /**
   * The outermost statement that ends where the `await` does, in a branch or loop without braces, and has no other: V8 does
   * not count behind an `await` there.
   */
  readonly bare: { readonly start: number; readonly end: number } | null;
  /** Of `for await`: the inside, and where that leaves the function. */
  readonly loop: { readonly start: number; readonly end: number; readonly leaves: readonly number[] } | null;
}

interface Surroundings {
  readonly around: Around | null;
  readonly handler: number | null;
  /** In a `return` or `throw`, or the whole of an arrow function. */
  readonly leaves: boolean;
  /** The name of the variable that is being declared. */
  readonly declares: string;
}

export function awaitsIn(root: AnyNode, spotOf: (offset: number) => Spot): Await[] {
  const found: Await[] = [];
  const look = (node: AnyNode, here: Surroundings, above: readonly AnyNode[]) => {
    const { around, handler, leaves } = here;
    const { start, end } = node;
    const at = { start, end, spot: spotOf(start), around, handler };
    if (node.type === 'AwaitExpression') {
      const operand = node.argument as AnyNode;
      const calls = operand.type === 'CallExpression' ? nameOf(operand.callee) : '';
      const bare = bareAround(node, above);
      // Behind the end of a `return` nothing runs, and behind most statements at the end of a function V8 does not count.
      const ends = leaves || bare?.uncounted === true;
      // Behind a semicolon.
      found.push({ ...at, after: ends ? [] : [end, end + 1], calls, bare: ends ? null : bare, loop: null });
    } else if (node.type === 'ForOfStatement' && node.await === true) {
      const body = node.body as AnyNode;
      const loop = { start: body.start, end: body.end, leaves: leavesIn(body) };
      found.push({ ...at, after: [end, end + 1], calls: '', bare: null, loop });
    }
    const inside = surroundingsIn(node, here);
    const caught = node.type === 'TryStatement' && isNode(node.handler) ? (node.handler.body as AnyNode) : null;
    for (const child of childrenOf(node)) {
      const within = caught !== null && child === node.block ? { ...inside, handler: caught.start + 1 } : inside;
      look(child, within, [...above, node]);
    }
  };
  look(root, { around: null, handler: null, leaves: false, declares: '' }, []);
  return found.sort((a, b) => a.start - b.start);
}

const branches = /^(?:If|For|ForIn|ForOf|While|DoWhile|Labeled)Statement$/;
const loops = /^(?:For|ForIn|ForOf|While)Statement$/;

/** `uncounted`: V8 does not count behind that statement either. */
function bareAround(
  node: AnyNode,
  above: readonly AnyNode[],
): { start: number; end: number; uncounted: boolean } | null {
  const own = above.findLastIndex(({ type }) => /(?:Statement|Declaration)$/.test(type));
  let last = above[own];
  if (last === undefined || last.end - node.end > 1) return null;
  let whole: AnyNode | null = null;
  let ends = false;
  for (const around of above.slice(0, own).reverse()) {
    ends = isFunction(around);
    const taken = last === around.body || last === around.consequent || last === around.alternate;
    const isBranch = branches.test(around.type) && taken;
    // A block counts, unless a branch in it does not.
    if (whole === null ? !isBranch : !isBranch && !isLastIn(last, around)) break;
    if (around.type !== 'BlockStatement') whole = around;
    last = around;
  }
  if (whole === null || !isPlain(whole)) return null;
  const { start, end, type } = whole;
  return { start, end, uncounted: ends && !loops.test(type) };
}

function isLastIn(node: AnyNode, around: AnyNode): boolean {
  if (around.type === 'BlockStatement') return (around.body as AnyNode[]).at(-1) === node;
  return around.type === 'TryStatement' && around.block === node;
}

/** Whether code comes out behind it, but for the one `await` in it. */
function isPlain(node: AnyNode): boolean {
  return awaitsDirectlyIn(node) === 1 && leavesIn(node).length === 0;
}

function awaitsDirectlyIn(node: AnyNode): number {
  if (isFunction(node)) return 0;
  const own = node.type === 'AwaitExpression' || node.await === true ? 1 : 0;
  return childrenOf(node).reduce((sum, child) => sum + awaitsDirectlyIn(child), own);
}

function surroundingsIn(node: AnyNode, { around, handler, leaves, declares }: Surroundings): Surroundings {
  if (isFunction(node)) {
    const { start, end } = node;
    const name = isNode(node.id) ? nameOf(node.id) : declares;
    return { around: { start, end, name }, handler: null, leaves: node.expression === true, declares: '' };
  }
  const last = /^(?:Return|Throw)Statement$/.test(node.type);
  const name = node.type === 'VariableDeclarator' ? nameOf(node.id) : '';
  return { around, handler, leaves: leaves || last, declares: name };
}

/** Where code leaves its function, but for what it calls. */
function leavesIn(node: AnyNode): number[] {
  if (isFunction(node)) return [];
  const own = /^(?:Return|Throw)Statement$/.test(node.type) ? [node.start] : [];
  return [...own, ...childrenOf(node).flatMap(leavesIn)];
}
