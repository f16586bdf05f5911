/**
 * Calls of functions that can wait, as V8 keeps them: objects that no code can name, but the inspector gives out by their
 * number in a heap snapshot.
 */

import { isRecord } from '../base/json.ts';
import type { CellScripts } from './cellScripts.ts';
import type { Inspector } from './inspector.ts';
import type { Program, Spot } from './program.ts';
import { shown } from './stepPlaces.ts';

export interface Generator {
  /** The inspector's name of it: as long as its group is not released, V8 does not let go of it. */
  readonly object: string;
  readonly state: 'running' | 'suspended' | 'closed' | undefined;
  /** Where it waits; null where that is not in the cell's own text. */
  readonly spot: Spot | null;
  /** The function that it is a call of. */
  readonly made: string | undefined;
}

export class Generators {
  readonly #inspector: Inspector;
  readonly #program: Program;
  readonly #scripts: CellScripts;
  readonly #group: string;

  /** What is given out belongs to this group of objects. */
  constructor(inspector: Inspector, program: Program, scripts: CellScripts, group: string) {
    this.#inspector = inspector;
    this.#program = program;
    this.#scripts = scripts;
    this.#group = group;
  }

  /** Those with these numbers, as far as they are there still. */
  async at(heapIds: readonly number[]): Promise<Generator[]> {
    const found = await Promise.all(heapIds.map(id => this.#at(id).catch(() => null)));
    return found.flatMap(each => each ?? []);
  }

  async look(object: string): Promise<Generator> {
    const of = await this.#internalsOf(object);
    const state = of('[[GeneratorState]]')?.value as Generator['state'];
    return {
      object,
      state,
      spot: this.#spotOf(of('[[GeneratorLocation]]')?.value),
      made: of('[[GeneratorFunction]]')?.objectId,
    };
  }

  /** Where the function begins that it is a call of. */
  async functionOf({ made }: Generator): Promise<Spot | null> {
    return made === undefined ? null : this.#spotOf((await this.#internalsOf(made))('[[FunctionLocation]]')?.value);
  }

  release(): void {
    this.#inspector.tell('Runtime.releaseObjectGroup', { objectGroup: this.#group });
  }

  async #at(heapId: number): Promise<Generator | null> {
    const { result } = await this.#inspector.command('HeapProfiler.getObjectByHeapObjectId', {
      objectId: String(heapId),
      objectGroup: this.#group,
    });
    return result.objectId === undefined ? null : this.look(result.objectId);
  }

  async #internalsOf(objectId: string) {
    const { internalProperties = [] } = await this.#inspector.command('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    return (name: string) => internalProperties.find(each => each.name === name)?.value;
  }

  #spotOf(location: unknown): Spot | null {
    if (!isRecord(location) || !this.#scripts.owns(String(location.scriptId))) return null;
    const spot = { line: Number(location.lineNumber), column: Number(location.columnNumber ?? 0) };
    // The function around the text begins before it.
    return this.#program.contains(shown(spot)) ? shown(spot) : null;
  }
}
