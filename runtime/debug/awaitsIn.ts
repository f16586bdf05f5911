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
  const look = (node: AnyNode, here: Surroundings) => {
    const { around, handler, leaves } = here;
    const { start, end } = node;
    const at = { start, end, spot: spotOf(start), around, handler };
    if (node.type === 'AwaitExpression') {
      const operand = node.argument as AnyNode;
      const calls = operand.type === 'CallExpression' ? nameOf(operand.callee) : '';
      // Behind a semicolon. Behind the end of a `return` nothing runs.
      found.push({ ...at, after: leaves ? [] : [end, end + 1], calls, loop: null });
    } else if (node.type === 'ForOfStatement' && node.await === true) {
      const body = node.body as AnyNode;
      const loop = { start: body.start, end: body.end, leaves: leavesIn(body) };
      found.push({ ...at, after: [end, end + 1], calls: '', loop });
    }
    const inside = surroundingsIn(node, here);
    const caught = node.type === 'TryStatement' && isNode(node.handler) ? (node.handler.body as AnyNode) : null;
    for (const child of childrenOf(node)) {
      look(child, caught !== null && child === node.block ? { ...inside, handler: caught.start + 1 } : inside);
    }
  };
  look(root, { around: null, handler: null, leaves: false, declares: '' });
  return found.sort((a, b) => a.start - b.start);
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
