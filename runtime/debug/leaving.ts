/**
 * A step that leads out of a call which goes back to nobody on the stack: it is over in the call that awaits it, and in
 * no other call of the same function.
 *
 * V8 does not lead such a step. Where the cell's own text is what awaits, its places say enough, for it runs once; else a
 * heap snapshot names the very calls (`awaiters.ts`), and the inspector tells which of them runs. Leaves out to stop there
 * (`codeStops.ts`). When the heap is too big to look through, any call of a function that awaits will do.
 */

import { isRecord } from '../base/json.ts';
import { awaitersIn } from './awaiters.ts';
import type { CodeFrame } from './codeFrame.ts';
import { HeapGraph } from './heapGraph.ts';
import type { Inspector } from './inspector.ts';
import type { Program, Span, Spot } from './program.ts';

const group = 'leaving';
/** So many calls are looked at. */
const mostCalls = 40;

export class Leaving {
  readonly #inspector: Inspector;
  readonly #program: Program;
  readonly #owns: (scriptId: string) => boolean;
  /** The calls it may lead to, as the inspector knows them; null: any call in the functions found. */
  #calls: string[] | null = null;
  /** The call itself, where V8 does not tell it from others of its function. */
  #own: string[] = [];
  #ownAt: Span | null = null;
  active = false;

  constructor(inspector: Inspector, program: Program, owns: (scriptId: string) => boolean) {
    this.#inspector = inspector;
    this.#program = program;
    this.#owns = owns;
  }

  /** It may be over in the call itself as well: what V8 says of its function means nothing. */
  get strict(): boolean {
    return this.#ownAt !== null;
  }

  /** A step that stays in the call that runs here, or leads to who awaits it: in which functions it will be over. */
  async stay(own: Spot): Promise<Span[]> {
    const spans = await this.begin([]);
    this.#calls ??= [];
    this.#ownAt = this.#program.functionAround(own);
    try {
      const heap = await HeapGraph.take(this.#inspector);
      const all = await Promise.all(
        heap.generators.slice(0, mostCalls).map(node => this.#runsIn(heap.idOf(node), own)),
      );
      this.#own = all.flatMap(object => object ?? []);
    } catch {}
    return [...spans, this.#ownAt];
  }

  /** The functions in which it will be over. None: nobody awaits the call that runs. */
  async begin(awaiting: readonly CodeFrame[]): Promise<Span[]> {
    this.active = true;
    this.#calls = null;
    const [nearest] = awaiting;
    if (nearest !== undefined && this.#program.isTopLevel(nearest)) return [this.#program.whole];
    try {
      const heap = await HeapGraph.take(this.#inspector);
      const calls = awaitersIn(heap).slice(0, mostCalls);
      const looked = await Promise.all(calls.map(node => this.#lookAt(heap.idOf(node))));
      const found = looked.flatMap(call => (call === null ? [] : [call]));
      if (found.length > 0) {
        this.#calls = found.map(({ object }) => object);
        return this.#spansOf(found);
      }
    } catch {}
    return this.#spansOf(awaiting);
  }

  /** Whether the code that stands is one of the calls it may lead to. */
  async isHere(frames: readonly CodeFrame[]): Promise<boolean> {
    if (this.#calls === null) return true;
    const [top] = frames;
    if (top !== undefined && this.#ownAt !== null && this.#program.isDirectlyIn(top, this.#ownAt)) {
      if (this.#own.length === 0) return true;
      const own = await Promise.all(this.#own.map(object => this.#stateOf(object)));
      if (own.some(({ state }) => state === 'running')) return true;
    }
    // Whatever has waited is called by nobody when it goes on.
    if (frames.filter(({ frame }) => frame !== undefined).length !== 1) return false;
    const states = await Promise.all(this.#calls.map(object => this.#stateOf(object)));
    return states.some(({ state }) => state === 'running');
  }

  end(): void {
    if (this.active && this.#calls !== null) {
      this.#inspector.tell('Runtime.releaseObjectGroup', { objectGroup: group });
    }
    this.active = false;
    this.#calls = null;
    this.#own = [];
    this.#ownAt = null;
  }

  #spansOf(spots: readonly Spot[]): Span[] {
    const spans = new Map<string, Span>();
    for (const spot of spots) {
      const span = this.#program.functionAround(spot);
      spans.set(JSON.stringify(span), span);
    }
    return [...spans.values()];
  }

  /** A call of the function around a place, if it runs. */
  async #runsIn(heapId: number, spot: Spot): Promise<string | null> {
    const { result } = await this.#inspector.command('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(heapId),
      objectGroup: group,
    });
    if (result.objectId === undefined) return null;
    const { state, made } = await this.#stateOf(result.objectId);
    if (state !== 'running' || made === undefined) return null;
    const { internalProperties = [] } = await this.#inspector.command('Runtime.getProperties', {
      objectId: made,
      ownProperties: true,
    });
    const location = internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value;
    if (!isRecord(location) || !this.#owns(String(location.scriptId))) return null;
    const start = { line: Number(location.lineNumber), column: Math.max(0, Number(location.columnNumber ?? 0)) };
    return this.#program.isDirectlyIn(start, this.#program.functionAround(spot)) ? result.objectId : null;
  }

  /** A call that waits in the cell's own text. */
  async #lookAt(heapId: number): Promise<(Spot & { object: string }) | null> {
    const { result } = await this.#inspector.command('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(heapId),
      objectGroup: group,
    });
    if (result.objectId === undefined) return null;
    const { state, location } = await this.#stateOf(result.objectId);
    if (state !== 'suspended' || !isRecord(location) || !this.#owns(String(location.scriptId))) return null;
    const spot = { line: Number(location.lineNumber), column: Math.max(0, Number(location.columnNumber ?? 0)) };
    return this.#program.contains(spot) ? { ...spot, object: result.objectId } : null;
  }

  async #stateOf(objectId: string): Promise<{ state: unknown; location: unknown; made: string | undefined }> {
    const { internalProperties = [] } = await this.#inspector.command('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    const of = (name: string) => internalProperties.find(each => each.name === name)?.value;
    return {
      state: of('[[GeneratorState]]')?.value,
      location: of('[[GeneratorLocation]]')?.value,
      made: of('[[GeneratorFunction]]')?.objectId,
    };
  }
}
