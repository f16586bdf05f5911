/**
 * A session's use of one process: starts cells in it, routes what they say, watches its memory.
 *
 * Invariants: when the process ends, every cell in it hears so at once; a tainted or old process gets no new cells and
 * is ended when its last cell has left; what cells see as stored is what the session had when they started.
 */

import { setPriority } from 'node:os';
import { exposedName, type ToolDefinition } from '../base/tool.ts';
import type { FromChild, ToChild } from '../protocol/messages.ts';
import type { Child, ChildListener } from './child.ts';
import { type CellBounds, childLimits } from './childCommand.ts';
import { bounds, type Limits } from './limits.ts';
import type { CellPort, LiveCell } from './liveCell.ts';
import { watchMemory } from './memoryWatch.ts';

export class CellProcess implements ChildListener, CellPort {
  readonly #child: Child;
  readonly #log: (line: string) => void;
  readonly #limits: Limits;
  readonly #cells = new Map<string, LiveCell>();
  /** Cells that have been sent and of which nothing was heard yet. */
  readonly #unheard = new Map<string, NodeJS.Timeout>();
  readonly #lists = new Map<string, number>();
  readonly #listOf = new WeakMap<readonly ToolDefinition[], number>();
  #unwatch: (() => void) | null = null;

  constructor(child: Child, limits: CellBounds, stored: ReadonlyMap<string, string>, log: (line: string) => void) {
    this.#child = child;
    this.#limits = limits;
    this.#log = log;
    child.listener = this;
    child.send({ t: 'config', limits: childLimits(limits) });
    for (const [key, json] of stored) this.put(key, json);
  }

  /** Whether a new cell may go here. */
  get usable(): boolean {
    return !this.#child.ended && this.#child.tainted === null;
  }

  /** Whether it has had so many cells that another should take over when that costs nobody time. */
  get worn(): boolean {
    return this.#child.cells >= bounds.cellsPerProcess && this.#cells.size === 0;
  }

  start(cell: LiveCell, source: string, tools: readonly ToolDefinition[], pausable: boolean): void {
    if (!cell.attach(this)) return;
    if (this.#cells.size === 0) this.#watch();
    this.#cells.set(cell.id, cell);
    this.#child.cells++;
    const list = this.#list(tools);
    this.#child.send({ t: 'exec', c: cell.id, list, ...(pausable ? { pausable } : {}) }, source);
    this.#child.flush();
    const timer = setTimeout(() => this.#child.kill('it does not answer'), bounds.answerMs);
    this.#unheard.set(cell.id, timer.unref());
  }

  put(key: string, json: string): void {
    this.#child.send({ t: 'put', key }, json);
  }

  send(message: ToChild, payload?: string): void {
    this.#child.send(message, payload);
  }

  kill(why: string): void {
    this.#child.kill(why);
  }

  release(cell: LiveCell): void {
    this.#cells.delete(cell.id);
    this.#heardOf(cell.id);
    if (this.#cells.size > 0) return;
    this.#unwatch?.();
    if (this.#child.tainted !== null) this.#child.kill(this.#child.tainted);
  }

  message(message: FromChild, payload: Buffer): void {
    if (message.t === 'tainted') this.#taint();
    else if ('c' in message) {
      if (message.t === 'started') this.#heardOf(message.c);
      this.#cells.get(message.c)?.receive(message, payload);
    }
  }

  ended(why: string): void {
    this.#unwatch?.();
    for (const id of [...this.#unheard.keys()]) this.#heardOf(id);
    if (this.#cells.size > 0) this.#log(`${this.#cells.size} cells lost their process: ${why}`);
    for (const cell of [...this.#cells.values()]) cell.runtimeEnded();
    this.#cells.clear();
  }

  /** Ends the process and waits until it is gone. */
  close(): Promise<void> {
    this.#unwatch?.();
    return this.#child.close();
  }

  #heardOf(cellId: string): void {
    clearTimeout(this.#unheard.get(cellId));
    this.#unheard.delete(cellId);
  }

  /** Innocent cells go on, the runaway thread may not starve them and everybody else. */
  #taint(): void {
    if (this.#cells.size === 0) {
      this.#child.kill(this.#child.tainted ?? 'it is tainted');
      return;
    }
    try {
      setPriority(this.#child.pid, 10);
    } catch {}
  }

  #watch(): void {
    this.#unwatch?.();
    this.#unwatch = watchMemory(this.#child.pid, this.#limits.processMemoryMb, mb =>
      this.#child.kill(`it held ${mb} MB, more than the limit of ${this.#limits.processMemoryMb} MB`),
    );
  }

  /** Number of the list in the process, which learns each list once. */
  #list(tools: readonly ToolDefinition[]): number {
    const known = this.#listOf.get(tools);
    if (known !== undefined) return known;
    const json = JSON.stringify(tools.map(tool => [exposedName(tool.name), tool.description ?? '']));
    let list = this.#lists.get(json);
    if (list === undefined) {
      list = this.#lists.size + 1;
      this.#lists.set(json, list);
      this.#child.send({ t: 'tools', list }, json);
    }
    this.#listOf.set(tools, list);
    return list;
  }
}
