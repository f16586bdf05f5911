/**
 * The conversation with the host: takes its messages into the model, asks for details and payloads.
 *
 * Invariants: a missed delta makes the page say `ready` again, once; an answer to an outdated question is dropped.
 */

import { batch } from '@preact/signals';
import { unreachable } from '../../runtime/base/json.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { HostMessage, PageCommand, PayloadResult, TimelineMessage } from '../../runtime/viewer/messages.ts';
import type { Answer, Question } from '../../runtime/viewer/questions.ts';
import { asHostMessage } from '../data/hostBorder.ts';
import type { HostPort } from '../host.ts';
import type { Model } from './model.ts';
import { keepUp } from './windowActions.ts';

export class HostLink {
  private readonly model: Model;
  private readonly port: HostPort;
  private requests = 0;
  private detailsRequest = 0;
  private detailsRef: EntityRef | null = null;
  private readonly payloads = new Map<number, (result: PayloadResult) => void>();
  private readonly questions = new Map<number, (answer: Answer | null) => void>();
  private askedAgain = false;
  private staleTimer = 0;
  /** Set by the page: what to do when the host wants something shown. */
  onReveal: (ref: EntityRef) => void = () => {};
  /** Set by the page: a rollout with this key was opened. */
  onRollout: (bundleKey: string) => void = () => {};
  private bundleKey: string | null = null;

  constructor(model: Model, port: HostPort) {
    this.model = model;
    this.port = port;
  }

  /** Without a host that can run and open things, nothing is offered that would need one. */
  get alone(): boolean {
    return this.port.alone ?? false;
  }

  start(): () => void {
    const stop = this.port.listen(data => this.receive(data));
    this.port.post({ type: 'ready' });
    return stop;
  }

  command(command: PageCommand, cellId?: string): void {
    this.port.post({ type: 'command', command, ...(cellId === undefined ? {} : { cellId }) });
  }

  /** Asks for a link to what the details show, or to the rollout. */
  copyLink(): void {
    if (this.alone) return;
    const ref = this.model.pane.value === 'details' ? this.detailsRef : this.model.selectedRef();
    this.port.post({ type: 'command', command: 'copyLink', ...(ref ? { ref } : {}) });
  }

  /** Asks for a change of the note on an object. */
  note(command: 'editNote' | 'deleteNote', ref: EntityRef | null): void {
    if (ref && !this.alone) this.port.post({ type: 'command', command, ref });
  }

  open(what: 'source' | 'payload', id: string, line?: number): void {
    this.port.post({ type: 'open', what, id, ...(line === undefined ? {} : { line }) });
  }

  /** `revealed`: the host asked for it. */
  tellSelected(ref: EntityRef | null, revealed: boolean): void {
    this.port.post({ type: 'selected', ref, ...(revealed ? { revealed } : {}) });
  }

  /** Shows the selection in the details pane, if that is open. */
  showSelected(): void {
    if (this.model.pane.value === 'details') this.showDetails(this.model.selectedRef());
  }

  showDetails(ref: EntityRef | null): void {
    this.detailsRef = ref;
    if (!ref) {
      this.model.details.value = null;
      return;
    }
    const key = `${ref.kind}:${ref.id}`;
    const shown = this.model.details.value;
    if (shown?.key !== key) this.model.details.value = { key, state: 'loading', details: null };
    this.askDetails(ref);
  }

  payload(payloadId: string): Promise<PayloadResult> {
    const requestId = ++this.requests;
    return new Promise(resolve => {
      this.payloads.set(requestId, resolve);
      this.port.post({ type: 'payload', requestId, payloadId });
    });
  }

  ask(question: Question): Promise<Answer | null> {
    const requestId = ++this.requests;
    return new Promise(resolve => {
      this.questions.set(requestId, resolve);
      this.port.post({ type: 'question', requestId, question });
    });
  }

  private askDetails(ref: EntityRef): void {
    this.detailsRequest = ++this.requests;
    this.port.post({ type: 'details', requestId: this.detailsRequest, ref });
  }

  private receive(data: unknown): void {
    const message = asHostMessage(data);
    if (message === null) return;
    if (typeof message === 'string') this.model.problem.value = message;
    else batch(() => this.take(message));
  }

  private take(message: HostMessage): void {
    const { model } = this;
    switch (message.type) {
      case 'timeline':
        this.takeDelta(message);
        if ((message.rest ?? 0) > 0) this.askForMore();
        return;
      case 'header': {
        const { header } = message;
        const wasLive = model.header.value.state === 'live';
        model.header.value = header;
        model.greeted.value = true;
        if (header.bundleKey !== undefined && header.bundleKey !== this.bundleKey) {
          this.bundleKey = header.bundleKey;
          model.problem.value = null;
          this.onRollout(header.bundleKey);
        }
        if (header.state === 'live' && !wasLive) model.following.value = true;
        if (header.state !== 'live') model.following.value = false;
        return;
      }
      case 'details':
        if (message.requestId !== this.detailsRequest || !this.detailsRef) return;
        model.details.value = {
          key: `${this.detailsRef.kind}:${this.detailsRef.id}`,
          state: 'ready',
          details: message.details,
        };
        return;
      case 'payload':
        this.payloads.get(message.requestId)?.(message.result);
        this.payloads.delete(message.requestId);
        return;
      case 'answer':
        this.questions.get(message.requestId)?.(message.answer);
        this.questions.delete(message.requestId);
        return;
      case 'reveal':
        this.onReveal(message.ref);
        return;
      case 'problem':
        model.problem.value = message.message;
        return;
      default:
        unreachable(message);
    }
  }

  /** Once what came is on the screen: the picture comes first. A page that draws no frames asks all the same. */
  private askForMore(): void {
    let asked = false;
    const ask = () => {
      if (!asked) this.port.post({ type: 'more' });
      asked = true;
    };
    const first = !this.model.drawn.peek();
    requestAnimationFrame(() => (first ? requestAnimationFrame(() => setTimeout(ask)) : setTimeout(ask)));
    setTimeout(ask, 1000);
  }

  private takeDelta({ delta, rest = 0, sketch }: TimelineMessage): void {
    if (this.model.take(delta, rest > 0, sketch) === 'gap') {
      if (!this.askedAgain) this.port.post({ type: 'ready' });
      this.askedAgain = true;
      return;
    }
    this.askedAgain = false;
    keepUp(this.model);
    if (this.model.data.live) this.refreshDetailsSoon();
  }

  /** What the pane shows may have changed with the run; asked for again once a second at most. */
  private refreshDetailsSoon(): void {
    if (this.staleTimer || this.model.pane.value !== 'details' || !this.detailsRef) return;
    this.staleTimer = window.setTimeout(() => {
      this.staleTimer = 0;
      if (this.detailsRef && this.model.pane.value === 'details') this.askDetails(this.detailsRef);
    }, 1000);
  }
}
