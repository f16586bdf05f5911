/**
 * Names that can stand at the end of an expression: variables in sight, or properties of what stands before a dot.
 *
 * Nothing of the cell runs for it: what would have to be called to be known is not known.
 */

import type { CellDebugger } from './cellDebugger.ts';
import type { CodeFrame } from './codeFrame.ts';
import { evaluate, namesIn, scopesOf } from './values.ts';

export interface Completion {
  readonly name: string;
  readonly kind: 'variable' | 'property' | 'function';
}

/** As many as a list is read. */
const most = 500;

/** `text`: what stands before the cursor. Empty when there is nothing to say. */
export async function completionsFor(cell: CellDebugger, text: string, frame?: CodeFrame): Promise<Completion[]> {
  const [, before, begun = ''] =
    /(?:^|[^\p{ID_Continue}$.)\]])((?:[\p{ID_Continue}$.]|\[\w+\])*\.)?([\p{ID_Continue}$]*)$/u.exec(text) ?? [];
  const found = before === undefined ? await inSight(cell, frame) : await insideOf(cell, before.slice(0, -1), frame);
  const fitting = found.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()) && isName(name));
  return [...new Map(fitting.map(each => [each.name, each])).values()].slice(0, most);
}

async function inSight(cell: CellDebugger, frame: CodeFrame | undefined): Promise<Completion[]> {
  const scopes = frame === undefined ? [] : scopesOf(frame).filter(({ kind }) => kind !== 'global');
  const variables = await Promise.all(scopes.map(({ object }) => namesIn(cell, object)));
  const globals = await insideOf(cell, 'globalThis', undefined);
  const named = variables
    .flat()
    .map(({ name, callable }): Completion => ({ name, kind: callable ? 'function' : 'variable' }));
  return [...named, ...globals];
}

async function insideOf(cell: CellDebugger, expression: string, frame: CodeFrame | undefined): Promise<Completion[]> {
  try {
    // A primitive has the properties of the object it becomes.
    const value = await evaluate(cell, {
      expression: `Object(${expression})`,
      pure: true,
      ...(frame === undefined ? {} : { frame }),
    });
    if (value.objectId === undefined) return [];
    const names = await namesIn(cell, value.objectId);
    return names.map(({ name, callable }) => ({ name, kind: callable ? 'function' : 'property' }));
  } catch {
    return [];
  }
}

function isName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}
