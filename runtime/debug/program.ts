/**
 * What the text of a cell says about places in it: which function a place is in, and who would catch what is thrown
 * there. Lines and columns count from 0.
 *
 * A text the parser does not understand has one function, the whole, and catches nothing.
 */

import { parse } from 'acorn';
import { type Await, awaitsIn } from './awaitsIn.ts';
import type { Span, Spot } from './spot.ts';
import { type AnyNode, childrenOf, isFunction, isNode, nameOf } from './syntax.ts';

export type { Span, Spot } from './spot.ts';

export class Program {
  readonly lines: readonly string[];
  readonly #lineStarts: number[] = [];
  readonly #root: AnyNode | null;
  #awaits: Await[] | undefined;

  constructor(source: string) {
    this.lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
    for (const match of source.matchAll(/(?:^|\r\n|[\n\r\u2028\u2029])/g)) {
      this.#lineStarts.push(match.index + match[0].length);
    }
    let root: AnyNode | null = null;
    try {
      root = parse(source, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }) as unknown as AnyNode;
    } catch {}
    this.#root = root;
  }

  /** Whether a place is in the text, rather than in what is put around it to run it. */
  contains({ line, column }: Spot): boolean {
    return line >= 0 && line < this.lines.length && column >= 0;
  }

  /** The innermost function around a place; the whole text when there is none. */
  functionAround(spot: Spot): Span {
    const around = this.#around(spot);
    const innermost = around.findLast(node => isFunction(node));
    return innermost === undefined ? this.whole : this.#span(innermost);
  }

  /** Whether a place is in this function, and in none that is in it. */
  isDirectlyIn(spot: Spot, span: Span): boolean {
    const { start, end } = this.functionAround(spot);
    return isSame(start, span.start) && isSame(end, span.end);
  }

  get whole(): Span {
    return { start: { line: 0, column: 0 }, end: { line: this.lines.length, column: 0 } };
  }

  /** Where the text begins to run. */
  get entry(): Spot {
    const body = (this.#root?.body ?? []) as AnyNode[];
    const first = body.find(
      node =>
        !/^(?:Function|Import)/.test(node.type) &&
        !(node.type.startsWith('Export') && isNode(node.declaration) && isFunction(node.declaration)),
    );
    return first === undefined ? { line: 0, column: 0 } : this.#spot(first.start);
  }

  /** Whether a place is in code of the text that is in none of its functions. */
  isTopLevel(spot: Spot): boolean {
    return !this.#around(spot).some(isFunction);
  }

  /** Every `await` in the text, in its order. */
  get awaits(): Await[] {
    this.#awaits ??= this.#root === null ? [] : awaitsIn(this.#root, offset => this.#spot(offset));
    return this.#awaits;
  }

  /** Whether the code at a place can wait: in an async function, or in none. */
  canAwait(spot: Spot): boolean {
    const innermost = this.#around(spot).findLast(isFunction);
    return innermost === undefined || innermost.async === true;
  }

  /** Whether a place is in the head of a `for await`. */
  isForAwait(spot: Spot): boolean {
    const around = this.#around(spot);
    const loop = around.findLast(
      ({ type }) => /(?:Statement|Declaration)$/.test(type) && type !== 'VariableDeclaration',
    );
    return loop?.type === 'ForOfStatement' && loop.await === true;
  }

  /** Whether the code at a place is that of an asynchronous generator. */
  isAsyncGenerator(spot: Spot): boolean {
    const innermost = this.#around(spot).findLast(isFunction);
    return innermost?.async === true && innermost.generator === true;
  }

  /** Whether two places are in one line of one statement, and in no statement within it. */
  isSameStep(one: Spot, other: Spot): boolean {
    const statement = (spot: Spot) =>
      this.#around(spot).findLast(({ type }) => /(?:Statement|Declaration)$/.test(type));
    const found = statement(one);
    return one.line === other.line && found !== undefined && found === statement(other);
  }

  /** What to call the function around a place when it has no name. */
  nameless(spot: Spot): string {
    return this.isTopLevel(spot) ? '(cell)' : '(anonymous)';
  }

  /**
   * Whether something thrown at these places, innermost first, is handled by the cell: by `try`, or by a handler on the
   * promise the place's call returns.
   */
  catches(places: readonly Spot[]): boolean {
    return places.some(place => this.#caughtAt(place));
  }

  #caughtAt(spot: Spot): boolean {
    const around = this.#around(spot);
    const from = around.findLastIndex(isFunction) + 1;
    const offset = this.#offset(spot);
    return around.slice(from).some(node => {
      if (node.type === 'TryStatement') {
        const block = node.block as AnyNode;
        return node.handler !== null && block.start <= offset && offset < block.end;
      }
      return node.type === 'CallExpression' && settles(node, offset);
    });
  }

  #offset({ line, column }: Spot): number {
    return (this.#lineStarts[Math.max(0, line)] ?? Number.POSITIVE_INFINITY) + Math.max(0, column);
  }

  #span(node: AnyNode): Span {
    return { start: this.#spot(node.start), end: this.#spot(node.end) };
  }

  #spot(offset: number): Spot {
    let line = this.#lineStarts.findLastIndex(start => start <= offset);
    if (line < 0) line = 0;
    return { line, column: offset - (this.#lineStarts[line] ?? 0) };
  }

  /** Every node around a place, outermost first. Where a function's text begins the code around it makes it. */
  #around(spot: Spot): AnyNode[] {
    const path: AnyNode[] = [];
    if (this.#root === null) return path;
    const offset = this.#offset(spot);
    let at: AnyNode | undefined = this.#root;
    while (at !== undefined) {
      path.push(at);
      const above: AnyNode = at;
      at = childrenOf(at).find(
        child => child.start <= offset && offset < child.end && !(child.start === offset && isMade(child, above)),
      );
    }
    return path;
  }
}

/** Whether a function is made where its text begins; that of a method begins with its parameters. */
function isMade(node: AnyNode, above: AnyNode): boolean {
  return isFunction(node) && above.type !== 'MethodDefinition' && above.method !== true;
}

function isSame(one: Spot, other: Spot): boolean {
  return one.line === other.line && one.column === other.column;
}

/** `x.catch(f)`, `x.then(f, g)` around the place in `x`; `allSettled(…)` and our own settling helpers around it. */
function settles(call: AnyNode, offset: number): boolean {
  const callee = call.callee as AnyNode;
  const inside = (node: AnyNode) => node.start <= offset && offset < node.end;
  const given = call.arguments as AnyNode[];
  const name = callee.type === 'MemberExpression' ? nameOf(callee.property as AnyNode) : nameOf(callee);
  if (callee.type === 'MemberExpression' && inside(callee.object as AnyNode)) {
    // What is spread may be two handlers: whoever writes so has likely thought of failures.
    const second = given.length > 1 || given.some(({ type }) => type === 'SpreadElement');
    return name === 'catch' || (name === 'then' && second);
  }
  return /^(?:allSettled|as_settled|stream_settled)$/.test(name) && given.some(inside);
}
