/**
 * The variables view of a stopped cell: scopes of its code, and what an editor's debugger has no word for: what it waits
 * for, what it has stored and put out, what a model would see.
 *
 * Invariant: a reference is valid until the cell goes on. What can be changed says so by having a `set`.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ContentItem } from '../../runtime/base/content.ts';
import type { JsonValue } from '../../runtime/base/json.ts';
import type { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import type { CodeFrame } from '../../runtime/debug/codeFrame.ts';
import { answerInstead } from '../../runtime/debug/interventions.ts';
import { type Suspended, Suspensions } from '../../runtime/debug/suspended.ts';
import {
  entriesOf,
  freshVariables,
  getterOf,
  type Part,
  propertiesOf,
  scopesOf,
  setProperty,
  setVariable,
  type ValueView,
} from '../../runtime/debug/values.ts';
import type { ShownFrame } from './cellFrames.ts';
import { pendingList } from './pendingList.ts';

/** The editor's own word for which menu a variable has; what can be done to a call or timer stands in it. */
type Variable = DebugProtocol.Variable & { readonly __vscodeVariableMenuContext?: string };

interface Branch {
  /** `part`: only these of its entries by number. */
  list(part?: Part): Promise<Variable[]>;
  /** Changes a variable of this branch. */
  set?(name: string, to: string): Promise<Variable>;
}

/** Longer lists are asked for in parts. */
const longList = 100;

const letGo = 'Nothing can reach this function any more, so V8 has let go of its variables.';

const scopeNames = { local: 'Local', block: 'Block', closure: 'Closure', catch: 'Catch', global: 'Global' } as const;

export class VariableTree {
  readonly #cell: CellDebugger;
  readonly #stored: ReadonlyMap<string, string>;
  /** Functions that wait, while no code runs. */
  readonly suspensions: Suspensions;
  /** Something may have changed since the cell came to stand: V8 shows variables as they were then. */
  #touched = false;
  readonly #branches = new Map<number, Branch>();
  #last = 0;

  constructor(cell: CellDebugger, stored: ReadonlyMap<string, string>) {
    this.#cell = cell;
    this.#stored = stored;
    this.suspensions = new Suspensions(cell);
  }

  /** The cell goes on: every reference is void. */
  forget(): void {
    this.#touched = false;
    this.#branches.clear();
    this.suspensions.forget();
  }

  /** `frame`: code that stands still, or a place that waits. */
  scopes(frame: ShownFrame | undefined): DebugProtocol.Scope[] {
    const cell = this.#cell;
    const scopes: DebugProtocol.Scope[] = [];
    if (frame?.frame === undefined) scopes.push(...this.#waitingScopes(frame));
    let innermost = true;
    for (const { kind, object } of frame === undefined ? [] : scopesOf(frame)) {
      const variablesReference = this.#object(object, frame, { isScope: kind !== 'global', path: 'globalThis' });
      scopes.push({
        name: scopeNames[kind],
        variablesReference,
        expensive: kind === 'global',
        ...(innermost ? { presentationHint: 'locals' } : {}),
      });
      innermost = false;
    }
    const { calls, timers } = pendingList(cell);
    const add = (name: string, branch: Branch, count?: number) =>
      scopes.push({
        name: count === undefined ? name : `${name} (${count})`,
        variablesReference: this.#branch(branch),
        expensive: false,
        ...(count === undefined ? {} : { namedVariables: count }),
      });
    add('Pending Calls', { list: async () => this.#calls() }, calls.length);
    add('Timers', { list: async () => this.#timers() }, timers.length);
    add('Stored Values', { list: () => this.#storedValues() });
    add(
      'Output',
      { list: async () => cell.model.items.map((item, index) => this.#item(item, index)) },
      cell.model.items.length,
    );
    add('What the Model Would See', { list: async () => this.#view() });
    return scopes;
  }

  /** Found only when they are looked at: that takes a moment. */
  #waitingScopes(place: ShownFrame | undefined): DebugProtocol.Scope[] {
    const list = async (found: readonly Suspended[]) =>
      found.length === 0 && place?.awaits === true ? [plain('…', letGo)] : this.#waiting(found);
    const scope = (name: string, find: () => Promise<readonly Suspended[]>): DebugProtocol.Scope => ({
      name,
      variablesReference: this.#branch({ list: async () => list(await find()) }),
      expensive: true,
    });
    const { suspensions } = this;
    const top = scope('Cell', async () => (await suspensions.all()).filter(({ topLevel }) => topLevel));
    if (place === undefined || this.#cell.program.isTopLevel(place)) return [top];
    return [scope('Local', () => suspensions.at(place)), top];
  }

  /** One call's variables as they are; several calls of a function each by itself. */
  async #waiting(calls: readonly Suspended[]): Promise<Variable[]> {
    const [only] = calls;
    if (calls.length === 1 && only !== undefined) return this.#variablesOf(only);
    return calls.map((call, index) => ({
      name: `call ${index + 1}`,
      value: `${call.name}, waits in line ${call.line + 1} of the cell`,
      variablesReference: this.#branch({ list: () => this.#variablesOf(call) }),
    }));
  }

  async #variablesOf({ scopes }: Suspended): Promise<Variable[]> {
    const lists = await Promise.all(scopes.map(({ object }) => propertiesOf(this.#cell, object, true)));
    return lists.flat().map(view => this.#shown(view, undefined, view.name));
  }

  /** An expression that may change anything has been evaluated. */
  touched(): void {
    this.#touched = true;
  }

  /** An evaluated value. */
  value(view: ValueView, frame: CodeFrame | undefined, expression?: string): Variable {
    return this.#shown(view, frame, expression);
  }

  async variables(reference: number, part?: Part): Promise<Variable[]> {
    return (await this.#branches.get(reference)?.list(part)) ?? [];
  }

  /** Throws a sentence when it cannot be changed. */
  async set(reference: number, name: string, to: string): Promise<Variable> {
    const branch = this.#branches.get(reference);
    if (branch?.set === undefined) throw new Error(`${name} cannot be changed.`);
    this.#touched = true;
    return branch.set(name, to);
  }

  #branch(branch: Branch): number {
    this.#branches.set(++this.#last, branch);
    return this.#last;
  }

  /** `path`: an expression for the value. */
  #shown(view: ValueView, frame: CodeFrame | undefined, path?: string, owner?: string): Variable {
    const { name, text: value, type, object, indexed = 0, getter } = view;
    const shown = { name, value, type, ...(path === undefined ? {} : { evaluateName: path }) };
    if (getter !== undefined && owner !== undefined) {
      const list = async () => [this.#shown(await getterOf(this.#cell, owner, view), frame, path)];
      return { ...shown, variablesReference: this.#branch({ list }), presentationHint: { lazy: true } };
    }
    const isLong = object !== undefined && indexed > longList;
    return {
      ...shown,
      variablesReference: object === undefined ? 0 : this.#object(object, frame, { path, isLong }),
      ...(isLong ? { indexedVariables: indexed } : {}),
    };
  }

  #object(
    object: string,
    frame: CodeFrame | undefined,
    { path, isScope = false, isLong = false }: { path?: string | undefined; isScope?: boolean; isLong?: boolean },
  ): number {
    const cell = this.#cell;
    const child = (view: ValueView) => (isScope ? view.name : pathTo(path, view));
    return this.#branch({
      list: async (part = isLong ? { start: 0, count: Number.POSITIVE_INFINITY } : undefined) => {
        const read =
          part === undefined ? await propertiesOf(cell, object, isScope) : await entriesOf(cell, object, part);
        const isOld = isScope && this.#touched && frame !== undefined;
        const properties = isOld ? await freshVariables(cell, frame, object, read) : read;
        return properties.map(view => this.#shown(view, frame, child(view), object));
      },
      set: async (name, to) => {
        const inScope = isScope && frame !== undefined;
        const view = inScope
          ? await setVariable(cell, frame, name, to)
          : await setProperty(cell, object, name, to, frame);
        return this.#shown(view, frame, child(view));
      },
    });
  }

  #calls(): Variable[] {
    return pendingList(this.#cell).calls.map(call => ({
      name: call.name,
      value: `${call.tool}, ${stateText(call.state)}, ${durationText(call.ageMs)}`,
      type: 'call',
      variablesReference: this.#branch({
        list: async () => [
          this.#json('input', call.input),
          plain('age', durationText(call.ageMs)),
          plain('state', call.state),
          plain(call.failed ? 'error' : 'result', call.result ?? 'none yet'),
        ],
        set: async (name, to) => this.#answer(call.name, name, to),
      }),
      presentationHint: { kind: 'event' },
      __vscodeVariableMenuContext: `call:${call.state}`,
    }));
  }

  /** Writing a result or an error is answering the call. */
  #answer(call: string, name: string, to: string): Variable {
    if (name === 'error') answerInstead(this.#cell, call, { ok: false, error: unquoted(to) });
    else if (name === 'result') answerInstead(this.#cell, call, { ok: true, value: parsed(to) });
    else throw new Error(`${name} cannot be changed: write a result or an error.`);
    return plain(name, to);
  }

  #timers(): Variable[] {
    return pendingList(this.#cell).timers.map(({ name, ms, leftMs, due }) => ({
      ...plain(name, due ? `${ms} ms, due` : `${ms} ms, ${durationText(leftMs)} left`),
      __vscodeVariableMenuContext: 'timer',
    }));
  }

  async #storedValues(): Promise<Variable[]> {
    const pending = await this.#cell.uncommitted();
    const list = Array.from(pending, ([key, json]) => this.#json(`${key} (not committed)`, parsedOr(json)));
    for (const [key, json] of this.#stored) {
      if (!pending.has(key)) list.push(this.#json(key, parsedOr(json)));
    }
    return list;
  }

  #view(): Variable[] {
    const view = this.#cell.model.view();
    return typeof view === 'string' ? [plain('output', view)] : view.map((item, index) => this.#item(item, index));
  }

  #item(item: ContentItem, index: number): Variable {
    switch (item.type) {
      case 'text':
        return plain(String(index), item.text);
      case 'image':
        return plain(String(index), `image, ${item.detail}, ${item.imageUrl.length} characters`);
      case 'audio':
        return plain(String(index), `audio, ${item.audioUrl.length} characters`);
    }
  }

  #json(name: string, value: JsonValue): Variable {
    if (typeof value !== 'object' || value === null) return plain(name, JSON.stringify(value));
    const entries = Object.entries(value);
    return {
      name,
      value: JSON.stringify(value).slice(0, 1_000),
      variablesReference:
        entries.length === 0
          ? 0
          : this.#branch({ list: async () => entries.map(([key, each]) => this.#json(key, each ?? null)) }),
    };
  }
}

/** An expression for a property of what another stands for. */
function pathTo(path: string | undefined, { name, hidden }: ValueView): string | undefined {
  if (path === undefined || hidden) return undefined;
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${path}.${name}`;
  return `${path}[${/^(?:0|[1-9]\d*)$/.test(name) ? name : JSON.stringify(name)}]`;
}

function plain(name: string, value: string): Variable {
  return { name, value, variablesReference: 0 };
}

function stateText(state: 'open' | 'ready' | 'held'): string {
  return state === 'open' ? 'open' : state === 'ready' ? 'has its result' : 'held back';
}

function durationText(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new Error('A result is JSON: write a string in quotes, an object, a list, a number, true, false or null.');
  }
}

function parsedOr(json: string): JsonValue {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return json;
  }
}

function unquoted(text: string): string {
  const value = parsedOr(text);
  return typeof value === 'string' ? value : text;
}
