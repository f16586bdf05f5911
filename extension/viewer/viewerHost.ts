/**
 * The host's side of one viewer page.
 *
 * Invariants: nothing is sent before the page said `ready`, nor while it is hidden; after each `ready` it gets the
 * header and the whole timeline, so it never has to trust what it kept; a large timeline leaves in parts, the next when
 * the page has drawn the one before, so that neither side is busy for long; what the page says is checked, and acted on
 * only when it is a well-formed message.
 * Leaves out `vscode`: the page is a port, what it asks for beyond data are actions.
 */

import { unreachable } from '../../runtime/base/json.ts';
import type { EntityRef, TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import { deltaParts } from '../../runtime/viewer/deltaParts.ts';
import {
  asPageMessage,
  type HostMessage,
  type PageMessage,
  type ViewerHeader,
  type WindowCommand,
} from '../../runtime/viewer/messages.ts';
import type { Question } from '../../runtime/viewer/questions.ts';
import type { Say } from '../../runtime/viewer/words.ts';
import type { Disposable } from '../base/disposable.ts';
import { emptyTimeline } from './emptyTimeline.ts';
import type { OpenRollout, RolloutChange } from './openRollout.ts';
import { Sketching } from './sketching.ts';

export interface ViewerPort {
  post(message: HostMessage): void;
  /** A hidden page is gone: it says `ready` again when it comes back. */
  readonly visible: boolean;
  /** Whether cells can be run here and now. */
  readonly mayRun?: boolean;
  /** The words of whoever looks; English without. */
  readonly say?: Say;
}

/** What a page's command is about: a live cell, an object, or neither. */
export interface CommandTarget {
  readonly cellId?: string;
  readonly ref?: EntityRef;
}

export interface ViewerActions {
  open(rollout: OpenRollout, what: 'source' | 'payload', id: string, line: number | undefined): void;
  /** `revealed`: because the host asked for it. */
  selected(rollout: OpenRollout, ref: EntityRef | null, revealed: boolean): void;
  command(rollout: OpenRollout | null, command: WindowCommand, about: CommandTarget): void;
  /** A message nobody understood; for the log. */
  refused(message: unknown): void;
  /** Whether first steps should be told; absent where nobody keeps that. */
  readonly newcomer?: boolean;
  beenHere?(): void;
}

/** How long a page may be busy with a part before the next is sent all the same, ms. */
const patienceMs = 2000;
const nothingOpen: ViewerHeader = { title: '', state: 'none', findings: [], liveCells: [] };

export class ViewerHost implements Disposable {
  readonly #port: ViewerPort;
  readonly #actions: ViewerActions;
  #rollout: OpenRollout | null = null;
  #changes: Disposable | undefined;
  #ready = false;
  /** Asked for before the page could follow. */
  #reveal: EntityRef | undefined;
  /** Timeline still to be sent, in order. */
  #outbox: (() => TimelineDelta)[] = [];
  /** The first part waits for it. */
  readonly #sketching = new Sketching(() => this.#sendNext());
  /** Runs while the page has not yet asked for the next part. */
  #sending: NodeJS.Timeout | undefined;

  constructor(port: ViewerPort, actions: ViewerActions) {
    this.#port = port;
    this.#actions = actions;
  }

  get rollout(): OpenRollout | null {
    return this.#rollout;
  }

  show(rollout: OpenRollout | null): void {
    if (rollout === this.#rollout) return;
    this.#changes?.dispose();
    this.#rollout = rollout;
    this.#reveal = undefined;
    this.#changes = rollout?.onDidChange(change => this.#follow(change));
    this.#sketching.forget();
    this.#sync(this.#ready);
    void rollout?.loaded.then(() => this.#prepare(rollout));
  }

  /** To be called when the page was hidden or shown. */
  visibilityChanged(): void {
    if (!this.#port.visible) this.#ready = false;
  }

  /** To be called when `mayRun` has changed. */
  mayRunChanged(): void {
    if (this.#ready) this.#sendHeader();
  }

  reveal(ref: EntityRef): void {
    const follows = this.#ready && this.#outbox.length === 0 && (this.#rollout?.graph ?? null) !== null;
    this.#reveal = follows ? undefined : ref;
    if (follows) this.#port.post({ type: 'reveal', ref });
  }

  receive(raw: unknown): void {
    const message = asPageMessage(raw);
    if (message) this.#answer(message);
    else this.#actions.refused(raw);
  }

  dispose(): void {
    this.#changes?.dispose();
    clearTimeout(this.#sending);
    this.#sketching.forget();
    this.#ready = false;
  }

  #answer(message: PageMessage): void {
    const rollout = this.#rollout;
    switch (message.type) {
      case 'ready':
        this.#sync(true);
        return;
      case 'more':
        if (this.#sending) this.#sendNext();
        return;
      case 'details': {
        const details = rollout?.describe(message.ref, this.#port.say) ?? null;
        this.#port.post({ type: 'details', requestId: message.requestId, details });
        return;
      }
      case 'payload':
        void this.#answerPayload(rollout, message.requestId, message.payloadId);
        return;
      case 'question':
        void this.#answerQuestion(rollout, message.requestId, message.question);
        return;
      case 'open':
        if (rollout) this.#actions.open(rollout, message.what, message.id, message.line);
        return;
      case 'selected':
        if (rollout) this.#actions.selected(rollout, message.ref, message.revealed === true);
        return;
      case 'command':
        if (message.command === 'beenHere') this.#actions.beenHere?.();
        else this.#actions.command(rollout, message.command, message);
        return;
      default:
        unreachable(message);
    }
  }

  async #answerPayload(rollout: OpenRollout | null, requestId: number, payloadId: string): Promise<void> {
    const result = rollout
      ? await rollout.payload(payloadId).catch((error: unknown) => ({ ok: false as const, message: String(error) }))
      : { ok: false as const, message: 'No rollout is open.' };
    if (this.#ready && rollout === this.#rollout) this.#port.post({ type: 'payload', requestId, result });
  }

  async #answerQuestion(rollout: OpenRollout | null, requestId: number, question: Question): Promise<void> {
    const answer = (await rollout?.answer(question).catch(() => null)) ?? null;
    if (this.#ready && rollout === this.#rollout) this.#port.post({ type: 'answer', requestId, answer });
  }

  #sync(ready: boolean): void {
    // Taking the whole may bring the others up to date first; this page must not get that delta as well.
    this.#ready = false;
    const rollout = this.#rollout;
    const whole = ready ? rollout?.whole() : null;
    this.#ready = ready;
    if (!ready) return;
    this.#sendHeader();
    this.#outbox = [];
    clearTimeout(this.#sending);
    this.#sending = undefined;
    if (rollout) this.#sendWhole(whole ?? emptyTimeline());
    if (rollout?.problem !== undefined) this.#port.post({ type: 'problem', message: rollout.problem });
  }

  #sendHeader(): void {
    const header = this.#rollout?.header ?? nothingOpen;
    const { mayRun } = this.#port;
    this.#port.post({
      type: 'header',
      header: {
        ...header,
        ...(mayRun === false ? { mayRun } : {}),
        ...(this.#actions.newcomer ? { newcomer: true } : {}),
      },
    });
  }

  #sendWhole(whole: TimelineDelta): void {
    const [first, ...later] = deltaParts(whole);
    if (!first) return;
    const begin = first();
    if (later.length > 0) this.#sketching.begin(whole, begin);
    else this.#sketching.forget();
    this.#outbox = [];
    this.#send([() => begin, ...later]);
  }

  /** What does not change is sketched once, and best while the page is still on its way. */
  #prepare(rollout: OpenRollout): void {
    if (this.#ready || rollout !== this.#rollout) return;
    const whole = rollout.whole();
    const [first, ...later] = whole ? deltaParts(whole) : [];
    if (whole && first && later.length > 0) this.#sketching.begin(whole, first());
  }

  #send(parts: readonly (() => TimelineDelta)[]): void {
    this.#outbox.push(...parts);
    if (!this.#sending) this.#sendNext();
  }

  #sendNext(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    if (this.#sketching.busy) return;
    const delta = this.#ready ? this.#outbox.shift()?.() : undefined;
    if (!delta) return;
    const rest = this.#outbox.length;
    const sketch = this.#sketching.of(delta);
    this.#port.post({ type: 'timeline', delta, ...(rest > 0 ? { rest } : {}), ...(sketch ? { sketch } : {}) });
    if (rest > 0) this.#sending = setTimeout(() => this.#sendNext(), patienceMs);
    else if (this.#reveal && delta.spans.count > 0) this.reveal(this.#reveal);
  }

  #follow(change: RolloutChange): void {
    if (!this.#ready || !this.#rollout) return;
    switch (change.type) {
      case 'header':
        this.#sendHeader();
        return;
      case 'delta':
        if (change.delta.reset) this.#sendWhole(change.delta);
        else this.#send([() => change.delta]);
        return;
      case 'problem':
        this.#port.post({ type: 'problem', message: change.message });
        return;
      default:
        unreachable(change);
    }
  }
}
