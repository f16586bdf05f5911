/**
 * The frames of a stopped cell: its code's own, or, where no code runs, the places that wait.
 *
 * Invariant: a frame's id is valid until the cell goes on. Leaves out where a place stands in its document.
 */

import type { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import type { CodeFrame } from '../../runtime/debug/codeFrame.ts';
import type { Stop } from '../../runtime/debug/debuggerEvents.ts';
import { nameOf } from '../../runtime/debug/interventions.ts';
import { OpenAwaits } from '../../runtime/debug/openAwaits.ts';

export interface ShownFrame extends CodeFrame {
  /** It stands at an `await` of its own. */
  readonly awaits?: true;
}

export const firstFrame = 1;

export class CellFrames {
  readonly #cell: CellDebugger;
  readonly #awaits: OpenAwaits;
  #frames: readonly ShownFrame[] = [];
  #known: Promise<void> = Promise.resolve();

  constructor(cell: CellDebugger) {
    this.#cell = cell;
    this.#awaits = new OpenAwaits(cell);
  }

  stood(stop: Stop): void {
    this.#frames = stop.frames;
    this.#known = stop.frames.length > 0 ? Promise.resolve() : this.#findWaiting(stop);
  }

  /** The cell goes on. */
  left(): void {
    this.#frames = [];
    this.#known = Promise.resolve();
  }

  /** Innermost first. */
  async all(): Promise<readonly ShownFrame[]> {
    await this.#known;
    return this.#frames;
  }

  at(id: number | undefined): ShownFrame | undefined {
    return id === undefined ? undefined : this.#frames[id - firstFrame];
  }

  /** Of code that stands still, rather than of a place that waits. */
  onStack(id: number | undefined): CodeFrame | undefined {
    const frame = this.at(id);
    return frame?.frame === undefined ? undefined : frame;
  }

  /** The place of what comes next first. */
  async #findWaiting(stop: Stop): Promise<void> {
    const { frontier } = this.#cell;
    const { event } = stop;
    const named =
      event?.type === 'tool_result'
        ? frontier.calls.get(event.id)
        : event?.type === 'timer'
          ? frontier.timers.get(event.id)
          : frontier.next;
    const all = [...frontier.calls.values(), ...frontier.timers.values()];
    const shown = named === undefined ? all : [named, ...all.filter(each => each !== named)];
    const places = await Promise.all(
      shown.map(async pending => ({ pending, stack: await this.#cell.placesOf(pending) })),
    );
    const frames = places.flatMap(({ pending, stack: [first] }) =>
      first === undefined ? [] : [{ ...first, name: `${first.name} waits for ${nameOf(pending)}` }],
    );
    // Nothing comes any more, or somebody asks what it waits for: then promises of the cell's own count as well.
    const asked = event?.type === 'dead_end' || (event === undefined && stop.reason === 'pause');
    const besides = asked ? await this.#awaitsBesides(places.flatMap(({ stack }) => stack)) : [];
    if (this.#cell.stop === stop) this.#frames = [...frames, ...besides];
  }

  /** Awaits that are on the way to no pending call or timer. */
  async #awaitsBesides(known: readonly CodeFrame[]): Promise<ShownFrame[]> {
    const all = await this.#awaits.all().catch(() => []);
    const others = all.filter(({ line }) => !known.some(place => place.line === line));
    return others.map(({ line, column, name, begun, open }) => {
      const who = begun === 1 ? name : `${name}: ${open} of ${begun} calls`;
      return { line, column, name: `${who} not back from this await`, awaits: true };
    });
  }
}
