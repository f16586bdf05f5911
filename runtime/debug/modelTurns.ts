/**
 * What the model does with a debugged cell, turn by turn: it waits, gets an answer, waits anew, collects the end.
 *
 * Invariants: it waits by itself only where nobody wants to decide; the last response is taken once.
 */

import type { CellResponse } from '../base/content.ts';
import { isFinal } from '../base/content.ts';
import type { Session } from '../cells/session.ts';
import { type CellEvent, type DebuggerEvent, tellEvent } from './debuggerEvents.ts';
import type { DebugProcess } from './debugProcess.ts';
import type { Interests } from './interests.ts';
import type { ModelSide } from './modelSide.ts';
import type { Standing } from './standing.ts';
import { eventReason } from './stopReasons.ts';

export interface TurnsOwner {
  readonly model: ModelSide;
  readonly process: DebugProcess;
  readonly interests: Interests;
  readonly standing: Standing;
  /** How long a patient model waits; as long as the first time when absent. */
  readonly patienceMs: number | undefined;
  session(): Session;
  ended(): boolean;
  /** Something happened that the code of the cell did not cause. */
  happened(event: CellEvent): void;
  /** The cell has given its last response. */
  over(): void;
  close(): void;
  emit(event: DebuggerEvent): void;
}

/** In which a stop of the code at its own yield comes about, ms. */
const yieldStopMs = 100;

export class ModelTurns {
  readonly #owner: TurnsOwner;
  /** Waits anew whenever the cell has yielded. */
  auto: boolean;
  #response: CellResponse | undefined;
  #yieldDue = false;

  constructor(owner: TurnsOwner, auto: boolean) {
    this.#owner = owner;
    this.auto = auto;
  }

  /** The last one. */
  get response(): CellResponse | undefined {
    return this.#response;
  }

  /** Does nothing while the model waits already. */
  wait(yieldTimeMs: number): void {
    const { model, standing, happened, emit, session } = this.#owner;
    if (model.observing || this.#response !== undefined) return;
    this.#tell({ type: 'wait', yieldTimeMs });
    model.wait(session(), yieldTimeMs);
    if (standing.stop === null) happened({ type: 'wait', yieldTimeMs });
    else emit({ type: 'changed' });
  }

  waitAgain(): void {
    const { model, standing, ended, patienceMs } = this.#owner;
    if (!this.auto || model.observing || this.#response !== undefined) return;
    if (model.cellId === null || standing.wanted !== null || standing.stop !== null || ended()) return;
    this.wait(patienceMs ?? model.yieldTimeMs);
  }

  /** The time of the model's wait is up. */
  yieldNow(): void {
    const { model, process } = this.#owner;
    if (model.cellId === null) return;
    this.#yieldDue = true;
    process.pretend({ t: 'yield', c: model.cellId });
  }

  /** The code has run to its end. Its result may wait for a model that does not wait. */
  codeEnded(): void {
    const { model, standing } = this.#owner;
    if (standing.stop !== null || model.observing || this.#response !== undefined) return;
    if (this.auto) this.waitAgain();
    else standing.here({ reason: 'event', text: 'The cell has ended; no wait has collected its result yet' });
  }

  answered(response: CellResponse): void {
    if (isFinal(response.status)) {
      this.#end(response);
      return;
    }
    const { interests, happened } = this.#owner;
    const event = { type: 'yield', asked: !this.#yieldDue } as const;
    this.#tell(event);
    // One that the code asked for has stopped there already, if it was to.
    if (this.#yieldDue) happened(event);
    this.#yieldDue = false;
    // Where it is about to stop for its yield, waiting is the person's turn, until it goes on.
    if (event.asked && interests.wants(event)) setTimeout(() => this.waitAgain(), yieldStopMs).unref();
    else this.waitAgain();
  }

  #end(response: CellResponse): void {
    const { process, interests, standing, over, close, emit } = this.#owner;
    if (this.#response !== undefined) return;
    this.#response = response;
    over();
    const event = { type: 'completion', status: response.status } as const;
    const error = response.status === 'failed';
    const text = tellEvent(event);
    emit({ type: 'told', text: error ? `${text}: ${response.errorText ?? ''}` : text, error });
    if (!process.ended && standing.stop === null && interests.wants(event)) standing.here(eventReason(event));
    else close();
  }

  #tell(event: CellEvent): void {
    this.#owner.emit({ type: 'told', text: tellEvent(event) });
  }
}
