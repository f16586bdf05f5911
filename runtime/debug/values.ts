/**
 * Values of a cell, read and changed through V8's inspector while the cell stands still.
 *
 * Invariant: reading runs none of the cell's code, except what `evaluate` and `getterOf` are asked to run. Errors are
 * sentences.
 */

import type { CellDebugger } from './cellDebugger.ts';
import type { CodeFrame } from './codeFrame.ts';
import type { Evaluated, Properties, RemoteObject } from './inspectorTypes.ts';

/** Released when the cell goes on. */
export const group = 'stop';
/** So many properties are shown at most; what there is besides can be evaluated, or asked for by its number. */
const mostProperties = 1_000;
const longestText = 10_000;

export interface ValueView {
  readonly name: string;
  /** One line. */
  readonly text: string;
  readonly type: string;
  /** There is more inside. */
  readonly object?: string;
  /** How many entries it has by number. */
  readonly indexed?: number;
  /** Its value is not known before this function has run. */
  readonly getter?: string;
  /** Under no name that an expression could use. */
  readonly hidden?: true;
}

export interface ScopeView {
  readonly kind: 'local' | 'block' | 'closure' | 'catch' | 'global';
  readonly object: string;
}

/** Entries by number, from `start` on. */
export interface Part {
  readonly start: number;
  readonly count: number;
}

/** Scopes of a frame on the stack, innermost first. */
export function scopesOf(frame: CodeFrame): ScopeView[] {
  return (frame.frame?.scopeChain ?? []).flatMap(({ type, object }) => {
    if (object.objectId === undefined) return [];
    const kind =
      type === 'local' || type === 'block' || type === 'closure' || type === 'catch' || type === 'global' ? type : null;
    return kind === null ? [] : [{ kind, object: object.objectId }];
  });
}

/** Variables of a scope, or properties of an object: own ones, private ones and getters of its class. */
export async function propertiesOf(cell: CellDebugger, object: string, isScope = false): Promise<ValueView[]> {
  const read = (more: object) =>
    cell.inspector.command('Runtime.getProperties', { objectId: object, generatePreview: false, ...more });
  const { result, internalProperties = [], privateProperties = [] } = await read({ ownProperties: true });
  const own = result.filter(({ name }) => !(isScope && isWrapperName(name))).slice(0, mostProperties);
  const inherited = isScope ? [] : (await read({ ownProperties: false, accessorPropertiesOnly: true })).result;
  const known = new Set(own.map(({ name }) => name));
  const getters = inherited.filter(({ name, isOwn }) => isOwn !== true && name !== '__proto__' && !known.has(name));
  const internal = internalProperties
    .filter(({ name }) =>
      /^\[\[(?:PromiseState|PromiseResult|Entries|Target|TargetFunction|GeneratorState)\]\]$/.test(name),
    )
    .flatMap(({ name, value }) => (value === undefined ? [] : [{ ...viewOf(name, value), hidden: true as const }]));
  return [
    ...own.map(viewOfProperty),
    ...privateProperties.map(each => ({ ...viewOfProperty(each), hidden: true as const })),
    ...getters.slice(0, mostProperties).map(viewOfProperty),
    ...internal,
  ];
}

/** Variables of a scope as they are now: V8 shows them as they were when the code came to stand. */
export async function freshVariables(
  cell: CellDebugger,
  frame: CodeFrame,
  scope: string,
  read: readonly ValueView[],
): Promise<ValueView[]> {
  const scopes = scopesOf(frame).map(({ object }) => object);
  const inner = scopes.slice(0, Math.max(0, scopes.indexOf(scope)));
  const nearer = new Set((await Promise.all(inner.map(each => namesIn(cell, each)))).flat().map(({ name }) => name));
  return Promise.all(
    read.map(async view => {
      if (nearer.has(view.name)) return view;
      const now = await evaluate(cell, { expression: view.name, frame, pure: true }).catch(() => null);
      return now === null ? view : viewOf(view.name, now);
    }),
  );
}

/** Entries of a list by their number. What a hole, or a list that is none, has there is left out. */
export async function entriesOf(cell: CellDebugger, list: string, { start, count }: Part): Promise<ValueView[]> {
  const evaluated = await cell.inspector.command('Runtime.callFunctionOn', {
    objectId: list,
    functionDeclaration: sliced,
    arguments: [{ value: start }, { value: start + Math.min(count, mostProperties) }],
    silent: true,
    throwOnSideEffect: true,
    objectGroup: group,
  });
  const { objectId } = outcome(evaluated);
  if (objectId === undefined) return [];
  const { result } = await cell.inspector.command('Runtime.getProperties', { objectId, ownProperties: true });
  return result.map(viewOfProperty);
}

const sliced = `function (start, end) {
  const part = { __proto__: null };
  for (let at = start; at < end; at++) if (at in this) part[at] = this[at];
  return part;
}`;

/** The value of a getter, which runs for it. */
export async function getterOf(cell: CellDebugger, object: string, view: ValueView): Promise<ValueView> {
  if (view.getter === undefined) return view;
  const value = await apply(cell, {
    object: view.getter,
    argument: object,
    text: 'function (self) { return Reflect.apply(this, self, []); }',
  });
  return viewOf(view.name, value);
}

export interface Application {
  /** `this` of the function. */
  readonly object: string;
  readonly argument?: string;
  /** The function's own. */
  readonly text: string;
  /** Refuse what would change anything. */
  readonly pure?: boolean;
}

/** Calls a function that may run code of the cell, and so may not come back. Throws the text of what it throws. */
export async function apply(cell: CellDebugger, { object, argument, text, pure }: Application): Promise<RemoteObject> {
  const { inspector } = cell;
  const on = (functionDeclaration: string, more: object) =>
    inspector.command('Runtime.callFunctionOn', { objectId: object, functionDeclaration, silent: true, ...more });
  // V8 bounds the time of an expression, but not of a call; so what the call is about is put where one can name it.
  await on(
    `function (argument) {
    Object.defineProperty(globalThis, '${passed}', { value: [this, argument], configurable: true });
  }`,
    argument === undefined ? {} : { arguments: [{ objectId: argument }] },
  );
  // And while code stands still only that of one in a frame of it.
  const frame = cell.code.paused?.find(each => each.frame !== undefined);
  const expression = `(${text}).call(...${passed})`;
  try {
    return await evaluate(cell, { expression, pure: pure === true, ...(frame === undefined ? {} : { frame }) });
  } finally {
    await on(`function () { delete globalThis.${passed}; }`, {});
  }
}

const passed = '$cellscopePassed';

/** A value as text to keep: JSON where it can be written as such, a function's source, else as it is shown. */
export async function copyOf(cell: CellDebugger, value: RemoteObject): Promise<string> {
  if (value.type === 'string') return String(value.value);
  if (value.type === 'function') return value.description ?? '';
  const shown = textOf(value);
  if (value.objectId === undefined || value.subtype === 'error') return value.description ?? shown;
  const { result, exceptionDetails } = await cell.inspector.command('Runtime.callFunctionOn', {
    objectId: value.objectId,
    functionDeclaration: written,
    silent: true,
    // A value that writes itself in its own way is not asked to.
    throwOnSideEffect: true,
    returnByValue: true,
  });
  return exceptionDetails === undefined && typeof result.value === 'string' ? result.value : shown;
}

const written = `function () {
  return JSON.stringify(this, (key, value) =>
    typeof value === 'bigint' ? String(value)
    : value instanceof Map || value instanceof Set ? [...value]
    : value, 2);
}`;

/** Names of an object's properties, inherited ones last, and whether they can be called. */
export async function namesIn(
  cell: CellDebugger,
  objectId: string,
): Promise<{ readonly name: string; readonly callable: boolean }[]> {
  const { result } = await cell.inspector.command('Runtime.getProperties', { objectId, ownProperties: false });
  return result
    .filter(({ name, symbol }) => symbol === undefined && !isWrapperName(name))
    .map(({ name, value }) => ({ name, callable: value?.type === 'function' }));
}

export function viewOf(name: string, value: RemoteObject): ValueView {
  const expandable = value.objectId !== undefined && value.type !== 'symbol';
  const indexed = /^(?:array|typedarray)$/.test(value.subtype ?? '') && /\((\d+)\)$/.exec(value.description ?? '')?.[1];
  return {
    name,
    text: textOf(value),
    type: value.className ?? value.subtype ?? value.type,
    ...(expandable && value.objectId !== undefined ? { object: value.objectId } : {}),
    ...(indexed ? { indexed: Number(indexed) } : {}),
  };
}

function viewOfProperty({ name, value, get, symbol }: Properties['result'][number]): ValueView {
  const hidden = symbol === undefined ? {} : { hidden: true as const };
  if (value !== undefined) return { ...viewOf(name, value), ...hidden };
  if (get === undefined) return { name, text: 'not initialised yet', type: 'undefined', ...hidden };
  return { name, text: '(…)', type: 'accessor', ...hidden, ...(get.objectId ? { getter: get.objectId } : {}) };
}

export interface EvaluateRequest {
  readonly expression: string;
  readonly frame?: CodeFrame;
  /** Refuse what would change anything. */
  readonly pure?: boolean;
}

/** Throws the text of what the expression throws. */
export async function evaluate(cell: CellDebugger, request: EvaluateRequest): Promise<RemoteObject> {
  const { frame, expression, pure = false } = request;
  const common = { expression, objectGroup: group, silent: true, throwOnSideEffect: pure, generatePreview: false };
  const callFrameId = frame?.frame?.callFrameId;
  const evaluated: Evaluated =
    callFrameId === undefined
      ? await cell.inspector.alone('Runtime.evaluate', {
          ...common,
          contextId: cell.code.contextId,
          timeout: 2_000,
          // The cell may run: its breakpoints, and a pause that was asked for, are not meant for the expression.
          disableBreaks: true,
        })
      : await cell.inspector.alone('Debugger.evaluateOnCallFrame', { ...common, callFrameId, timeout: 2_000 });
  return outcome(evaluated);
}

/** Throws the text of what was thrown. */
export function outcome(evaluated: Evaluated): RemoteObject {
  if (evaluated.exceptionDetails !== undefined) throw new Error(thrownText(evaluated));
  return evaluated.result;
}

/** Changes a variable of a frame, or what an expression names. Throws for what V8 refuses to change. */
export async function setVariable(cell: CellDebugger, frame: CodeFrame, name: string, to: string): Promise<ValueView> {
  const value = await evaluate(cell, { expression: `${name} = (${to})`, frame });
  const view = viewOf(name, value);
  cell.record({ action: 'value_set', name, value: view.text });
  return view;
}

/** Changes a property of an object that was read before. */
export async function setProperty(
  cell: CellDebugger,
  object: string,
  name: string,
  to: string,
  frame?: CodeFrame,
): Promise<ValueView> {
  const value = await evaluate(cell, { expression: `(${to})`, ...(frame === undefined ? {} : { frame }) });
  const argument =
    value.objectId !== undefined
      ? { objectId: value.objectId }
      : value.unserializableValue !== undefined
        ? { unserializableValue: value.unserializableValue }
        : { value: value.value };
  const set = await cell.inspector.command('Runtime.callFunctionOn', {
    objectId: object,
    functionDeclaration: 'function (name, value) { "use strict"; this[name] = value; return this[name]; }',
    arguments: [{ value: name }, argument],
    silent: true,
    objectGroup: group,
  });
  if (set.exceptionDetails !== undefined) throw new Error(thrownText(set));
  const view = viewOf(name, set.result);
  cell.record({ action: 'value_set', name, value: view.text });
  return view;
}

export function releaseValues(cell: CellDebugger): void {
  cell.inspector.tell('Runtime.releaseObjectGroup', { objectGroup: group });
}

function thrownText({ exceptionDetails, result }: Evaluated): string {
  const thrown = exceptionDetails?.exception ?? result;
  return (thrown.description ?? String(thrown.value ?? exceptionDetails?.text)).split('\n', 1)[0] ?? '';
}

function textOf(value: RemoteObject): string {
  if (value.type === 'string') return JSON.stringify(String(value.value).slice(0, longestText));
  if (value.subtype === 'null') return 'null';
  if (value.type === 'undefined') return 'undefined';
  if (value.unserializableValue !== undefined) return value.unserializableValue;
  if (value.type === 'function') return `ƒ ${(value.description ?? '').split('\n', 1)[0] ?? ''}`.slice(0, 200);
  if (value.subtype === 'error') return (value.description ?? 'Error').split('\n', 1)[0] ?? '';
  return value.description ?? String(value.value);
}

/** The two arguments and the `catch` of the function a cell's text is put into. */
function isWrapperName(name: string): boolean {
  return name === '$' || /^\$[a-z0-9]{5}$/.test(name);
}
