/**
 * What the comparing page knows, and its conversation with the host.
 *
 * Invariant: details are asked for once, when a line is opened, and again when the rollouts have grown.
 */

import { computed, signal } from '@preact/signals';
import { asCompareHostMessage, type ComparePageMessage } from '../../runtime/viewer/compare/compareMessages.ts';
import type {
  ComparedRow,
  ComparedThread,
  Comparison,
  RowDetails,
  Side,
} from '../../runtime/viewer/compare/comparison.ts';
import type { HostPort } from '../host.ts';

/** The way to the host; a test stands in for it. */
export type ComparePort = HostPort<ComparePageMessage>;

/** Lines of a thread that are shown at first, and with each wish for more. */
const linesAtOnce = 500;

export class CompareModel {
  readonly comparison = signal<Comparison | null>(null);
  readonly problem = signal<string | null>(null);
  readonly onlyDifferences = signal(false);
  /** Key of the line that the keys act on. */
  readonly current = signal<string | null>(null);
  readonly opened = signal<ReadonlySet<string>>(new Set());
  /** Null: asked for and gone; absent: not asked for, or under way. */
  readonly details = signal<ReadonlyMap<string, RowDetails | null>>(new Map());
  readonly helpOpen = signal(false);
  /** Lines shown by thread, where that is more than at first. */
  readonly shown = signal<ReadonlyMap<number, number>>(new Map());
  /** The one line that the Tab key stops at: the current one, or the first while that is not on the page. */
  readonly tabStop = computed(() => {
    const rows = this.visible();
    return rows.some(row => row.key === this.current.value) ? this.current.value : (rows[0]?.key ?? null);
  });
  readonly #port: ComparePort;

  constructor(port: ComparePort) {
    this.#port = port;
  }

  start(): void {
    this.#port.listen(data => this.#receive(data));
    this.#port.post({ type: 'ready' });
  }

  /** The lines of a thread as the filter has it. */
  rows(thread: ComparedThread): readonly ComparedRow[] {
    return this.onlyDifferences.value ? thread.rows.filter(differs) : thread.rows;
  }

  /** All lines on the page, from the first to the last. */
  visible(): readonly ComparedRow[] {
    const threads = this.comparison.value?.threads ?? [];
    return threads.flatMap((thread, index) => this.rows(thread).slice(0, this.limit(index)));
  }

  limit(thread: number): number {
    return this.shown.value.get(thread) ?? linesAtOnce;
  }

  showMore(thread: number): void {
    this.shown.value = new Map(this.shown.value).set(thread, this.limit(thread) + linesAtOnce);
  }

  /** So many lines that this one is among them. */
  showLine(key: string): void {
    this.comparison.value?.threads.forEach((thread, index) => {
      const place = this.rows(thread).findIndex(row => row.key === key);
      if (place >= this.limit(index)) this.shown.value = new Map(this.shown.value).set(index, place + linesAtOnce);
    });
  }

  /** The next (1) or previous (-1) line that differs, from the current one. */
  difference(step: 1 | -1): ComparedRow | undefined {
    const rows = (this.comparison.value?.threads ?? []).flatMap(thread => this.rows(thread));
    const at = rows.findIndex(row => row.key === this.current.value);
    if (step === 1) return rows.slice(at + 1).find(differs);
    return rows.slice(0, Math.max(0, at)).findLast(differs);
  }

  toggle(key: string | undefined, open = !this.opened.value.has(key ?? '')): void {
    if (key === undefined) return;
    const next = new Set(this.opened.value);
    if (open) next.add(key);
    else next.delete(key);
    this.opened.value = next;
    if (open && !this.details.value.has(key)) this.#port.post({ type: 'row', key });
  }

  open(side: Side, row: ComparedRow | undefined): void {
    const ref = row?.[side]?.ref;
    if (ref) this.#port.post({ type: 'open', side, ref });
  }

  #receive(data: unknown): void {
    const message = asCompareHostMessage(data);
    switch (message?.type) {
      case 'comparison': {
        this.#port.setState(message.bundles);
        this.comparison.value = message.comparison;
        this.problem.value = null;
        this.details.value = new Map();
        for (const key of this.opened.value) this.#port.post({ type: 'row', key });
        return;
      }
      case 'row':
        this.details.value = new Map(this.details.value).set(message.key, message.details);
        return;
      case 'problem':
        this.problem.value = message.message;
        return;
      case undefined:
        return;
    }
  }
}

export const differs = (row: ComparedRow): boolean => row.change !== 'same';
