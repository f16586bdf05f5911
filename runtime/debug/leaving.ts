/**
 * A step that leads out of a call which goes back to nobody on the stack: it is over in the call that awaits it, and in
 * no other call of the same function.
 *
 * V8 does not lead such a step. Where the cell's own text is what awaits, its places say enough, for it runs once; else a
 * heap snapshot names the very calls (`awaiters.ts`), and the inspector tells which of them runs. Leaves out to stop there
 * (`lineStep.ts`). When the heap is too big to look through, any call of a function that awaits will do.
 */

import { awaitersIn } from './awaiters.ts';
import type { CellScripts } from './cellScripts.ts';
import { type CodeFrame, onStack } from './codeFrame.ts';
import { Generators } from './generators.ts';
import { HeapGraph } from './heapGraph.ts';
import type { Inspector } from './inspector.ts';
import type { Program, Span, Spot } from './program.ts';

/** So many calls are looked at. */
const mostCalls = 40;
/** So many are looked through for the one that runs. */
const mostLooked = 400;

export class Leaving {
  readonly #inspector: Inspector;
  readonly #program: Program;
  readonly #generators: Generators;
  /** The calls it may lead to, as the inspector knows them; null: any call in the functions found. */
  #calls: string[] | null = null;
  /** The call itself, where V8 does not tell it from others of its function. */
  #own: string[] = [];
  #ownAt: Span | null = null;
  #active = false;

  constructor(inspector: Inspector, program: Program, scripts: CellScripts) {
    this.#inspector = inspector;
    this.#program = program;
    this.#generators = new Generators(inspector, program, scripts, 'leaving');
  }

  get active(): boolean {
    return this.#active;
  }

  /** It may be over in the call itself as well: what V8 says of its function means nothing. */
  get strict(): boolean {
    return this.#ownAt !== null;
  }

  /** The functions in which it will be over. None: nobody awaits the call that runs. */
  async begin(awaiting: readonly CodeFrame[]): Promise<Span[]> {
    this.#active = true;
    this.#calls = null;
    const [nearest] = awaiting;
    if (nearest !== undefined && this.#program.isTopLevel(nearest)) return [this.#program.whole];
    const heap = await this.#heap();
    return heap === null ? this.#spansOf(awaiting) : this.#awaitersOf(heap, awaiting);
  }

  /** A step that stays in the call that runs here, or leads to who awaits it: in which functions it will be over. */
  async stay(own: Spot): Promise<Span[]> {
    this.#active = true;
    this.#ownAt = this.#program.functionAround(own);
    const heap = await this.#heap();
    if (heap === null) return [this.#ownAt];
    const spans = await this.#awaitersOf(heap, []);
    this.#calls ??= [];
    const numbers = heap.generators.slice(0, mostLooked).map(node => heap.idOf(node));
    for (const call of await this.#generators.at(numbers)) {
      const start = call.state === 'running' ? await this.#generators.functionOf(call) : null;
      const inside = start && { ...start, column: start.column + 1 };
      if (inside !== null && this.#program.isDirectlyIn(inside, this.#ownAt)) this.#own.push(call.object);
    }
    return [...spans, this.#ownAt];
  }

  /** Whether the code that stands is one of the calls it may lead to. */
  async isHere(frames: readonly CodeFrame[]): Promise<boolean> {
    const [top] = frames;
    if (top !== undefined && this.#ownAt !== null && this.#program.isDirectlyIn(top, this.#ownAt)) {
      if (this.#own.length === 0 || (await this.#anyRuns(this.#own))) return true;
    }
    if (this.#calls === null) return true;
    // Whatever has waited is called by nobody when it goes on.
    return onStack(frames).length === 1 && (await this.#anyRuns(this.#calls));
  }

  end(): void {
    if (this.#active) this.#generators.release();
    this.#active = false;
    this.#calls = null;
    this.#own = [];
    this.#ownAt = null;
  }

  /** Null when there is too much to look through. */
  #heap(): Promise<HeapGraph | null> {
    return HeapGraph.take(this.#inspector).catch(() => null);
  }

  async #awaitersOf(heap: HeapGraph, known: readonly CodeFrame[]): Promise<Span[]> {
    const numbers = awaitersIn(heap).map(node => heap.idOf(node));
    const looked = await this.#generators.at(numbers.slice(0, mostCalls));
    const found = looked.filter(({ state, spot }) => state === 'suspended' && spot !== null);
    if (found.length === 0) return this.#spansOf(known);
    this.#calls = found.map(({ object }) => object);
    return this.#spansOf(found.flatMap(({ spot }) => spot ?? []));
  }

  #spansOf(spots: readonly Spot[]): Span[] {
    const spans = new Map<string, Span>();
    for (const spot of spots) {
      const span = this.#program.functionAround(spot);
      spans.set(JSON.stringify(span), span);
    }
    return [...spans.values()];
  }

  async #anyRuns(calls: readonly string[]): Promise<boolean> {
    const looked = await Promise.all(calls.map(call => this.#generators.look(call)));
    return looked.some(({ state }) => state === 'running');
  }
}
