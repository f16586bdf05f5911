/**
 * Values of a cell, read and changed through V8's inspector while the cell stands still.
 *
 * Invariant: reading runs none of the cell's code, except what `evaluate` is asked to run. Errors are sentences.
 */

import type { CellDebugger } from './cellDebugger.ts';
import type { CodeFrame } from './codeStops.ts';
import type { Evaluated, RemoteObject } from './inspectorTypes.ts';

/** Released when the cell goes on. */
export const group = 'stop';
/** A list is shown with so many entries at most; what it has besides can be evaluated. */
const mostProperties = 1_000;
const longestText = 10_000;

export interface ValueView {
  readonly name: string;
  /** One line. */
  readonly text: string;
  readonly type: string;
  /** There is more inside. */
  readonly object?: string;
  readonly indexed?: number;
}

export interface ScopeView {
  readonly kind: 'local' | 'block' | 'closure' | 'catch' | 'global';
  readonly object: string;
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

export async function propertiesOf(cell: CellDebugger, objectId: string, hideWrapper = false): Promise<ValueView[]> {
  const { result, internalProperties = [] } = await cell.inspector.command('Runtime.getProperties', {
    objectId,
    ownProperties: true,
    generatePreview: false,
  });
  const own = result
    .filter(({ name }) => !(hideWrapper && isWrapperName(name)))
    .slice(0, mostProperties)
    .map(({ name, value, get }) =>
      value === undefined
        ? {
            name,
            text: get === undefined ? 'not initialised yet' : '(…)',
            type: get === undefined ? 'undefined' : 'accessor',
          }
        : viewOf(name, value),
    );
  const internal = internalProperties
    .filter(({ name }) =>
      /^\[\[(?:PromiseState|PromiseResult|Entries|Target|TargetFunction|GeneratorState)\]\]$/.test(name),
    )
    .flatMap(({ name, value }) => (value === undefined ? [] : [viewOf(name, value)]));
  return [...own, ...internal];
}

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
  return {
    name,
    text: textOf(value),
    type: value.className ?? value.subtype ?? value.type,
    ...(expandable && value.objectId !== undefined ? { object: value.objectId } : {}),
  };
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
      ? await cell.inspector.command('Runtime.evaluate', {
          ...common,
          contextId: cell.code.contextId,
          timeout: 2_000,
          // The cell may run: its breakpoints, and a pause that was asked for, are not meant for the expression.
          disableBreaks: true,
        })
      : await cell.inspector.command('Debugger.evaluateOnCallFrame', { ...common, callFrameId, timeout: 2_000 });
  return outcome(evaluated);
}

/** Throws the text of what was thrown. */
export function outcome(evaluated: Evaluated): RemoteObject {
  if (evaluated.exceptionDetails !== undefined) throw new Error(thrownText(evaluated));
  return evaluated.result;
}

/** Changes a variable of a frame. Throws for what V8 refuses to change, such as a `const` that a closure uses. */
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
