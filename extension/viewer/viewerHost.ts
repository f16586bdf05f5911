/**
 * The host's side of one viewer page.
 *
 * Invariants: nothing is sent before the page said `ready`, nor while it is hidden; after each `ready` it gets the
 * header and the whole timeline, so it never has to trust what it kept; what the page says is checked, and acted on only
 * when it is a well-formed message.
 * Leaves out `vscode`: the page is a port, what it asks for beyond data are actions.
 */

import { unreachable } from '../../runtime/base/json.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import {
  asPageMessage,
  type HostMessage,
  type PageCommand,
  type PageMessage,
  type ViewerHeader,
} from '../../runtime/viewer/messages.ts';
import type { Disposable } from '../base/disposable.ts';
import type { OpenRollout, RolloutChange } from './openRollout.ts';

export interface ViewerPort {
  post(message: HostMessage): void;
  /** A hidden page is gone: it says `ready` again when it comes back. */
  readonly visible: boolean;
}

export interface ViewerActions {
  open(rollout: OpenRollout, what: 'source' | 'payload', id: string, line: number | undefined): void;
  selected(rollout: OpenRollout, ref: EntityRef | null): void;
  command(rollout: OpenRollout | null, command: PageCommand, cellId: string | undefined): void;
  /** A message nobody understood; for the log. */
  refused(message: unknown): void;
}

const nothingOpen: ViewerHeader = { title: '', state: 'none', findings: [], liveCells: [] };

export class ViewerHost implements Disposable {
  readonly #port: ViewerPort;
  readonly #actions: ViewerActions;
  #rollout: OpenRollout | null = null;
  #changes: Disposable | undefined;
  #ready = false;
  /** Asked for before the page could follow. */
  #reveal: EntityRef | undefined;

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
    this.#sync(this.#ready);
  }

  /** To be called when the page was hidden or shown. */
  visibilityChanged(): void {
    if (!this.#port.visible) this.#ready = false;
  }

  reveal(ref: EntityRef): void {
    if (this.#ready) this.#port.post({ type: 'reveal', ref });
    else this.#reveal = ref;
  }

  receive(raw: unknown): void {
    const message = asPageMessage(raw);
    if (message) this.#answer(message);
    else this.#actions.refused(raw);
  }

  dispose(): void {
    this.#changes?.dispose();
    this.#ready = false;
  }

  #answer(message: PageMessage): void {
    const rollout = this.#rollout;
    switch (message.type) {
      case 'ready':
        this.#sync(true);
        return;
      case 'details': {
        const details = rollout?.describe(message.ref) ?? null;
        this.#port.post({ type: 'details', requestId: message.requestId, details });
        return;
      }
      case 'payload':
        void this.#answerPayload(rollout, message.requestId, message.payloadId);
        return;
      case 'open':
        if (rollout) this.#actions.open(rollout, message.what, message.id, message.line);
        return;
      case 'selected':
        if (rollout) this.#actions.selected(rollout, message.ref);
        return;
      case 'command':
        this.#actions.command(rollout, message.command, message.cellId);
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

  #sync(ready: boolean): void {
    // Taking the whole may bring the others up to date first; this page must not get that delta as well.
    this.#ready = false;
    const rollout = this.#rollout;
    const whole = ready ? rollout?.whole() : null;
    this.#ready = ready;
    if (!ready) return;
    this.#port.post({ type: 'header', header: rollout?.header ?? nothingOpen });
    if (whole) this.#port.post({ type: 'timeline', delta: whole });
    if (rollout?.problem !== undefined) this.#port.post({ type: 'problem', message: rollout.problem });
    if (whole && this.#reveal) {
      this.#port.post({ type: 'reveal', ref: this.#reveal });
      this.#reveal = undefined;
    }
  }

  #follow(change: RolloutChange): void {
    if (!this.#ready || !this.#rollout) return;
    switch (change.type) {
      case 'header':
        this.#port.post({ type: 'header', header: this.#rollout.header });
        return;
      case 'delta':
        this.#port.post({ type: 'timeline', delta: change.delta });
        if (this.#reveal) {
          this.#port.post({ type: 'reveal', ref: this.#reveal });
          this.#reveal = undefined;
        }
        return;
      case 'problem':
        this.#port.post({ type: 'problem', message: change.message });
        return;
      default:
        unreachable(change);
    }
  }
}
