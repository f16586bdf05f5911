/**
 * The functions of a cell that wait while none of its code runs, with their variables.
 *
 * V8 keeps a waiting function as an object that no code can name, but a heap snapshot does; from it the inspector tells
 * place and scopes. That takes some tenths of a second and a garbage collection, so it is done when somebody asks, once
 * for a stop. Invariant: variables are as they are; they can be read here, not changed.
 */

import { isRecord } from '../base/json.ts';
import type { CellDebugger } from './cellDebugger.ts';
import { HeapGraph } from './heapGraph.ts';
import type { RemoteObject } from './inspectorTypes.ts';
import type { Spot } from './program.ts';
import { apply, group, outcome, type ScopeView } from './values.ts';

export interface Suspended extends Spot {
  /** `(cell)` for the text itself. */
  readonly name: string;
  readonly topLevel: boolean;
  /** Innermost first; without the globals. */
  readonly scopes: readonly ScopeView[];
}

/** So many are looked at. */
const mostFunctions = 100;

export class Suspensions {
  readonly #cell: CellDebugger;
  #known: Promise<readonly Suspended[]> | null = null;

  constructor(cell: CellDebugger) {
    this.#cell = cell;
  }

  /** The cell goes on. */
  forget(): void {
    this.#known = null;
  }

  /** Outermost first. Rejects with a sentence when there is too much to look through. */
  all(): Promise<readonly Suspended[]> {
    this.#known ??= findSuspended(this.#cell);
    return this.#known;
  }

  /** Those that wait in the function around a place. */
  async at(spot: Spot): Promise<readonly Suspended[]> {
    const { program } = this.#cell;
    const span = JSON.stringify(program.functionAround(spot));
    return (await this.all()).filter(each => JSON.stringify(program.functionAround(each)) === span);
  }

  /**
   * The value of an expression as if it stood in a waiting function, or in the text of the cell without one. Throws the
   * text of what it throws; assignments to variables are refused.
   */
  async evaluate(expression: string, at: Suspended | undefined, pure = false): Promise<RemoteObject> {
    const all = await this.all();
    const main = all.find(({ topLevel }) => topLevel);
    const scopes = [...(at?.scopes ?? []), ...(main === undefined || main === at ? [] : main.scopes)];
    const names: string[] = [];
    const values: object[] = [];
    for (const { object } of scopes) {
      const { result } = await this.#cell.inspector.command('Runtime.getProperties', {
        objectId: object,
        ownProperties: true,
      });
      for (const { name, value } of result) {
        if (value === undefined || names.includes(name) || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
          continue;
        names.push(name);
        values.push(argumentOf(value));
      }
    }
    const { inspector, code } = this.#cell;
    const variables = outcome(
      await inspector.command('Runtime.callFunctionOn', {
        executionContextId: code.contextId,
        functionDeclaration: gathered,
        arguments: [{ value: names.join() }, ...values],
        objectGroup: group,
        silent: true,
      }),
    );
    if (variables.objectId === undefined) return variables;
    // What only reads is compiled with its function: to compile counts as an effect.
    const text = pure
      ? `function () { with (this.read) { return (${expression}\n); } }`
      : `function () { with (this.guarded) { return eval(${JSON.stringify(expression)}); } }`;
    return apply(this.#cell, { object: variables.objectId, text, pure });
  }
}

/** Run in the cell: names are looked up among the variables first, then among the globals. */
const gathered = `function (names, ...values) {
  const read = Object.create(null);
  names.split(',').forEach((name, index) => { if (name !== '') read[name] = values[index]; });
  const set = (_, name) => { throw new TypeError(\`\${String(name)} cannot be changed while its function waits.\`); };
  return { read, guarded: new Proxy(read, { set }) };
}`;

function argumentOf({ objectId, unserializableValue, value }: RemoteObject): object {
  if (objectId !== undefined) return { objectId };
  return unserializableValue === undefined ? { value } : { unserializableValue };
}

async function findSuspended(cell: CellDebugger): Promise<Suspended[]> {
  const heap = await HeapGraph.take(cell.inspector);
  const found: Suspended[] = [];
  for (const node of heap.generators.slice(0, mostFunctions)) {
    const suspended = await lookAt(cell, heap.idOf(node)).catch(() => null);
    if (suspended !== null) found.push(suspended);
  }
  return found;
}

/** What waits: its function, place and variables; null for what is none of the cell's own. */
async function lookAt(cell: CellDebugger, heapId: number): Promise<Suspended | null> {
  const { inspector, code, program } = cell;
  const { result: object } = await inspector.command('HeapProfiler.getObjectByHeapObjectId', {
    objectId: String(heapId),
    objectGroup: group,
  });
  if (object.objectId === undefined) return null;
  const { internalProperties = [] } = await inspector.command('Runtime.getProperties', {
    objectId: object.objectId,
    ownProperties: true,
  });
  const internal = new Map(internalProperties.map(({ name, value }) => [name, value]));
  const location = internal.get('[[GeneratorLocation]]')?.value;
  if (internal.get('[[GeneratorState]]')?.value !== 'suspended' || !isRecord(location)) return null;
  if (!code.scripts.owns(String(location.scriptId))) return null;
  const spot = { line: Number(location.lineNumber), column: Math.max(0, Number(location.columnNumber ?? 0)) };
  if (!program.contains(spot)) return null;
  const text = internal.get('[[GeneratorFunction]]')?.description ?? '';
  const topLevel = program.isTopLevel(spot);
  const name = topLevel ? '' : (/^async\s+function\s*\*?\s*([\p{ID_Continue}$]+)/u.exec(text)?.[1] ?? '');
  const scopes = await scopesIn(cell, internal.get('[[Scopes]]')?.objectId);
  return { ...spot, name: name === '' ? program.nameless(spot) : name, topLevel, scopes };
}

async function scopesIn(cell: CellDebugger, list: string | undefined): Promise<ScopeView[]> {
  if (list === undefined) return [];
  const { result } = await cell.inspector.command('Runtime.getProperties', { objectId: list, ownProperties: true });
  return result.flatMap(({ value }): ScopeView[] => {
    const kind = /^(Local|Block|Closure|Catch)\b/.exec(value?.description ?? '')?.[1]?.toLowerCase();
    if (value?.objectId === undefined || kind === undefined) return [];
    return [{ kind: kind as ScopeView['kind'], object: value.objectId }];
  });
}
