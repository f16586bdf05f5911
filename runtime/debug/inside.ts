/**
 * What the inside of a debugged cell tells when it is asked: where open calls and timers arose, and who awaits the code
 * that stands still. It is asked through V8's inspector, which gets through to a cell that stands still as well.
 *
 * Stacks are made into text only here: a cell that nobody stops does not pay for them. Every answer is a text; empty
 * when there is none.
 */

import { insideName } from '../protocol/debug.ts';
import type { Pending } from './frontier.ts';
import type { Inspector } from './inspector.ts';

export class Inside {
  readonly #inspector: Inspector;
  #object: string | undefined;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  /** Before the cell's code runs, which never sees what is found here. */
  async find(contextId: number): Promise<void> {
    const { result } = await this.#inspector.command('Runtime.evaluate', {
      expression: `(() => { const inside = ${insideName}; delete globalThis.${insideName}; return inside; })()`,
      contextId,
    });
    this.#object = result.objectId;
  }

  /** Where this arose. */
  stackOf(pending: Pending): Promise<string> {
    const id = pending.kind === 'timer' ? -pending.id : Number(pending.id.slice('tool-'.length));
    return this.#ask('stackOf', id);
  }

  /** The stack of the code that stands still, with the functions that await it. */
  trace(): Promise<string> {
    return this.#ask('trace', 0);
  }

  /** Keeps the cell's thread inside from now on, as long as its slot says so. It comes to pass before what is told next. */
  hold(): void {
    if (this.#object === undefined) return;
    this.#inspector.tell('Runtime.callFunctionOn', {
      objectId: this.#object,
      functionDeclaration: 'function () { this.hold(); }',
      silent: true,
    });
  }

  /** What the cell has stored so far and not committed: JSON by key. */
  async uncommitted(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    try {
      // The helper as it was made, under what makes it look like one of V8's own functions.
      const store = (await this.#within(this.#object)).get('store');
      const made = (await this.#within(store)).get('[[TargetFunction]]') ?? store;
      const scopes = (await this.#within(made)).get('[[Scopes]]');
      for (const scope of (await this.#within(scopes)).values()) {
        const writes = (await this.#within(scope)).get('writes');
        if (writes === undefined) continue;
        const { result } = await this.#inspector.command('Runtime.getProperties', {
          objectId: writes,
          ownProperties: true,
        });
        for (const { name, value } of result) if (typeof value?.value === 'string') found.set(name, value.value);
        break;
      }
    } catch {}
    return found;
  }

  /** Objects in an object, by name. */
  async #within(objectId: string | undefined): Promise<Map<string, string>> {
    if (objectId === undefined) return new Map();
    const { result, internalProperties = [] } = await this.#inspector.command('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    return new Map(
      [...result, ...internalProperties].flatMap(({ name, value }) =>
        value?.objectId === undefined ? [] : [[name, value.objectId] as const],
      ),
    );
  }

  async #ask(name: 'stackOf' | 'trace', id: number): Promise<string> {
    if (this.#object === undefined) return '';
    try {
      const { result } = await this.#inspector.command('Runtime.callFunctionOn', {
        objectId: this.#object,
        functionDeclaration: `function (id) { return this.${name}(id); }`,
        arguments: [{ value: id }],
        silent: true,
        returnByValue: true,
      });
      return typeof result.value === 'string' ? result.value : '';
    } catch {
      return '';
    }
  }
}
