/**
 * Expressions asked of a debugged cell: in a frame, where no code runs in the functions that wait, or while it runs.
 *
 * Invariant: what hovers and watches ask changes nothing. Throws the text of what an expression throws.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import { completionsFor } from '../../runtime/debug/completions.ts';
import type { RemoteObject } from '../../runtime/debug/inspectorTypes.ts';
import { copyOf, evaluate, viewOf } from '../../runtime/debug/values.ts';
import type { CellFrames } from './cellFrames.ts';
import type { VariableTree } from './variableTree.ts';

type Asked = Pick<DebugProtocol.EvaluateArguments, 'expression' | 'frameId'>;

export class Evaluations {
  readonly #cell: CellDebugger;
  readonly #tree: VariableTree;
  readonly #frames: CellFrames;
  /** Values may have changed. */
  readonly #onTouched: () => void;

  constructor(cell: CellDebugger, tree: VariableTree, frames: CellFrames, onTouched: () => void) {
    this.#cell = cell;
    this.#tree = tree;
    this.#frames = frames;
    this.#onTouched = onTouched;
  }

  async evaluate(asked: DebugProtocol.EvaluateArguments): Promise<DebugProtocol.EvaluateResponse['body']> {
    const { expression, frameId, context } = asked;
    const pure = context === 'hover' || context === 'watch';
    const value = await this.#value(asked, pure);
    if (context === 'clipboard') return { result: await copyOf(this.#cell, value), variablesReference: 0 };
    if (!pure) this.#touched();
    const path = isPath(expression) ? expression.trim() : undefined;
    const shown = this.#tree.value(viewOf('', value), this.#frames.onStack(frameId), path);
    const { variablesReference, type, indexedVariables } = shown;
    return {
      result: shown.value,
      variablesReference,
      ...(type === undefined ? {} : { type }),
      ...(indexedVariables === undefined ? {} : { indexedVariables }),
    };
  }

  /** Sets what an expression names. */
  async assign(asked: DebugProtocol.SetExpressionArguments): Promise<DebugProtocol.SetExpressionResponse['body']> {
    const { expression, value, frameId } = asked;
    const assignment = { expression: `${expression} = (${value})`, ...(frameId === undefined ? {} : { frameId }) };
    const set = viewOf(expression, await this.#value(assignment, false));
    this.#cell.record({ action: 'value_set', name: expression, value: set.text });
    this.#touched();
    const { variablesReference } = this.#tree.value(set, this.#frames.onStack(frameId), expression);
    return { value: set.text, type: set.type, variablesReference };
  }

  /** What can stand after `before`. */
  async completions(before: string, frameId: number | undefined): Promise<DebugProtocol.CompletionItem[]> {
    const found = await this.#answered(completionsFor(this.#cell, before, this.#frames.onStack(frameId)));
    return found.map(({ name, kind }) => ({ label: name, type: kind }));
  }

  #value(asked: Asked, pure: boolean): Promise<RemoteObject> {
    return this.#answered(this.#ask(asked, pure));
  }

  /** A cell that has left by `exit()` never comes to rest, and answers no more. */
  #answered<Value>(asked: Promise<Value>): Promise<Value> {
    if (this.#cell.response === undefined) return asked;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const why = 'The cell has ended by exit(): there is nothing left to look at.';
      timer = setTimeout(() => reject(new Error(why)), patienceMs);
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  #ask(asked: Asked, pure: boolean): Promise<RemoteObject> {
    const frame = this.#frames.onStack(asked.frameId);
    if (this.#cell.stop !== null && frame === undefined) return this.#waiting(asked, pure);
    return evaluate(this.#cell, { expression: asked.expression, pure, ...(frame === undefined ? {} : { frame }) });
  }

  /** Where no code runs, names are looked up in the function the frame waits in, and in the cell's text. */
  async #waiting({ expression, frameId }: Asked, pure: boolean): Promise<RemoteObject> {
    const { suspensions } = this.#tree;
    const known = await suspensions.all().catch(() => undefined);
    // Too much to look through: the globals are there all the same.
    if (known === undefined) return evaluate(this.#cell, { expression, pure });
    const place = this.#frames.at(frameId);
    const [first] = place === undefined || this.#cell.program.isTopLevel(place) ? [] : await suspensions.at(place);
    return suspensions.evaluate(expression, first, pure);
  }

  #touched(): void {
    if (this.#cell.stop === null) return;
    this.#tree.touched();
    this.#onTouched();
  }
}

/** How long a cell that has ended may take to answer, ms. */
const patienceMs = 2_000;

/** What can be built on: `a.b[0]`. */
function isPath(expression: string): boolean {
  const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
  return new RegExp(String.raw`^${name}(?:\.${name}|\[(?:\d+|"[^"\\]*"|'[^'\\]*')\])*$`, 'u').test(expression.trim());
}
