/**
 * The side of the model: observes the debugged cell as a model would, on the debugger's clock.
 *
 * The session measures time by the wall; here a stop must not count. So the session is asked to wait for ever, and told
 * to yield when the debugger's clock says so. Invariant: facts for a recorder carry what was meant, not the trick.
 */

import type { CellResponse, ContentItem } from '../base/content.ts';
import { isFinal } from '../base/content.ts';
import { asId, type CallId, type CellId } from '../base/ids.ts';
import type { SessionFact, SessionObserver } from '../base/observer.ts';
import type { ToolDefinition } from '../base/tool.ts';
import { defaultMaxOutputTokens, defaultYieldTimeMs } from '../cells/limits.ts';
import { formatOutput } from '../cells/output.ts';
import { parseSource } from '../cells/pragma.ts';
import type { Session, SessionDefaults } from '../cells/session.ts';
import type { CancelAlarm, Clock } from './clock.ts';

/** Longer than any timer of the session. */
const forEver = 2 ** 31;

export interface ModelSideOptions {
  /** As submitted. */
  readonly source: string;
  readonly tools: readonly ToolDefinition[];
  readonly defaults?: SessionDefaults;
  readonly observer?: SessionObserver;
  readonly clock: Clock;
  /** Makes the cell yield to its observer now. */
  yieldNow(): void;
  /** Every response, the last one too. */
  answered(response: CellResponse): void;
  failed(error: Error): void;
}

export class ModelSide {
  /** What runs: the text without its pragma line. */
  readonly program: string;
  readonly #options: ModelSideOptions;
  readonly #yieldTimeMs: number;
  readonly #maxOutputTokens: number;
  readonly #meant = new Map<CallId, number>();
  #cellId: CellId | null = null;
  #cancel: CancelAlarm = () => {};
  #observing = false;
  #running = false;
  #pendingMs = 0;
  #since = 0;
  #calls = 0;
  /** Put out since the last response. */
  #items: ContentItem[] = [];

  /** Throws `RequestError` when the source is refused (code-mode §4). */
  constructor(options: ModelSideOptions) {
    this.#options = options;
    const parsed = parseSource(options.source);
    this.program = parsed.source;
    this.#yieldTimeMs = parsed.yieldTimeMs ?? options.defaults?.yieldTimeMs ?? defaultYieldTimeMs;
    this.#maxOutputTokens = parsed.maxOutputTokens ?? options.defaults?.maxOutputTokens ?? defaultMaxOutputTokens;
  }

  get cellId(): CellId | null {
    return this.#cellId;
  }

  /** Whether somebody waits for the cell's next response. */
  get observing(): boolean {
    return this.#observing;
  }

  get yieldTimeMs(): number {
    return this.#yieldTimeMs;
  }

  /** Put out since the last response. */
  get items(): readonly ContentItem[] {
    return this.#items;
  }

  /** What a model would get if the cell yielded to it now. */
  view(): string | readonly ContentItem[] {
    return formatOutput({
      status: 'yielded',
      cellId: this.#cellId ?? asId<CellId>('1'),
      items: this.#items,
      wallTimeMs: this.#options.clock.now - this.#since,
      budget: this.#maxOutputTokens,
    });
  }

  put(items: readonly ContentItem[]): void {
    for (const item of items) this.#items.push(item);
  }

  /** Facts for a recorder, with the times that were meant. */
  readonly observer: SessionObserver = {
    observe: fact => {
      if (fact.type === 'cell_started') this.#cellId = fact.cellId;
      this.#options.observer?.observe(this.#asMeant(fact));
    },
  };

  exec(session: Session): void {
    const pragma = JSON.stringify({ yield_time_ms: forEver, max_output_tokens: this.#maxOutputTokens });
    const callId = this.#begin(this.#yieldTimeMs);
    const { tools } = this.#options;
    this.#follow(session.exec({ source: `// @exec: ${pragma}\n${this.program}`, callId, tools }));
  }

  /** The cell has started: only now does the time of its first observer count. */
  started(): void {
    this.#running = true;
    if (this.#observing) this.#setAlarm();
  }

  wait(session: Session, yieldTimeMs: number): void {
    if (this.#cellId === null || this.#observing) return;
    const callId = this.#begin(yieldTimeMs);
    this.#follow(
      session.wait({ cellId: this.#cellId, callId, yieldTimeMs: forEver }).then(outcome => outcome.response),
    );
    this.#setAlarm();
  }

  terminate(session: Session): void {
    if (this.#cellId === null) return;
    const callId = asId<CallId>(`call_debug_${++this.#calls}`);
    this.#follow(session.wait({ cellId: this.#cellId, callId, terminate: true }).then(({ response }) => response));
  }

  #begin(yieldTimeMs: number): CallId {
    const callId = asId<CallId>(`call_debug_${++this.#calls}`);
    this.#meant.set(callId, yieldTimeMs);
    this.#observing = true;
    this.#pendingMs = yieldTimeMs;
    this.#since = this.#options.clock.now;
    return callId;
  }

  #setAlarm(): void {
    this.#cancel();
    if (!this.#running) return;
    this.#cancel = this.#options.clock.after(this.#pendingMs, () => this.#options.yieldNow());
  }

  #follow(answer: Promise<CellResponse>): void {
    answer.then(
      response => {
        this.#cancel();
        this.#observing = false;
        this.#items = [];
        if (isFinal(response.status)) this.#running = false;
        this.#options.answered(response);
      },
      (error: unknown) => this.#options.failed(error instanceof Error ? error : new Error(String(error))),
    );
  }

  #asMeant(fact: SessionFact): SessionFact {
    if (fact.type === 'exec_requested') {
      return { ...fact, input: this.#options.source, yieldTimeMs: this.#yieldTimeMs };
    }
    if (fact.type !== 'wait_requested') return fact;
    const yieldTimeMs = this.#meant.get(fact.callId);
    return yieldTimeMs === undefined ? fact : { ...fact, yieldTimeMs };
  }
}
