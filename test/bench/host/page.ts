/** A page of a viewer that takes what it gets and asks for more, some milliseconds later. */

import type { OpenRollout } from '../../../extension/viewer/openRollout.ts';
import { ViewerHost } from '../../../extension/viewer/viewerHost.ts';
import type { HostMessage } from '../../../runtime/viewer/messages.ts';

/** What a page and the way to it take for a part, ms. */
const drawMs = 20;
/** A page that gets nothing for so long has got everything, ms. */
const quietMs = 1500;

export class StubPage {
  readonly #host: ViewerHost;
  readonly #seen = { visible: true };
  #spans = 0;
  #heardAt = performance.now();

  constructor(rollout: OpenRollout) {
    const post = (message: HostMessage) => this.#take(structuredClone(message));
    const { visible } = this.#seen;
    const port = { post, visible };
    Object.defineProperty(port, 'visible', { get: () => this.#seen.visible });
    this.#host = new ViewerHost(port, { open() {}, selected() {}, command() {}, refused() {} });
    this.#host.show(rollout);
  }

  get spans(): number {
    return this.#spans;
  }

  /** As a page does when its script runs. */
  begin(): void {
    this.#heardAt = performance.now();
    this.#host.receive({ type: 'ready' });
  }

  hide(): void {
    this.#seen.visible = false;
    this.#host.visibilityChanged();
    this.#seen.visible = true;
  }

  close(): void {
    this.#host.dispose();
  }

  /** Resolves when spans have come and nothing more for a while. */
  async settled(): Promise<void> {
    while (this.#spans === 0 || performance.now() - this.#heardAt < quietMs)
      await new Promise(done => setTimeout(done, 50));
  }

  #take(message: HostMessage): void {
    if (message.type !== 'timeline') return;
    this.#heardAt = performance.now();
    this.#spans = (message.delta.reset ? 0 : this.#spans) + message.delta.spans.count;
    if ((message.rest ?? 0) > 0) setTimeout(() => this.#host.receive({ type: 'more' }), drawMs);
  }
}
