/**
 * The time of a debugged cell: it stands still while the cell is stopped, so that no timer falls due and no wait runs
 * out because a person thinks.
 *
 * Hurried, it jumps to what is due next instead of waiting for it. Times are ms since the clock was made.
 */

interface Alarm {
  readonly at: number;
  readonly run: () => void;
}

export type CancelAlarm = () => void;

/** The longest delay a timer of the system takes, ms. */
const longest = 2 ** 31 - 1;

export class Clock {
  readonly #alarms = new Set<Alarm>();
  #passed = 0;
  #since: number | null = performance.now();
  #timer: NodeJS.Timeout | undefined;

  get now(): number {
    return this.#passed + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  /** Runs `run` when `ms` have passed on this clock, never before the caller has returned. */
  after(ms: number, run: () => void): CancelAlarm {
    const alarm = { at: this.now + ms, run };
    this.#alarms.add(alarm);
    this.#set();
    return () => this.#alarms.delete(alarm);
  }

  stop(): void {
    this.#passed = this.now;
    this.#since = null;
    clearTimeout(this.#timer);
  }

  go(): void {
    this.#since ??= performance.now();
    this.#set();
  }

  /** Goes to the moment at which something is due. False when nothing ever is. */
  jump(): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    const ahead = next.at - this.now;
    if (ahead > 0) this.#passed += ahead;
    this.#set();
    return true;
  }

  end(): void {
    this.stop();
    this.#alarms.clear();
  }

  #next(): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) if (next === undefined || alarm.at < next.at) next = alarm;
    return next;
  }

  #set(): void {
    clearTimeout(this.#timer);
    const next = this.#next();
    if (next === undefined || this.#since === null) return;
    this.#timer = setTimeout(() => this.#ring(), Math.min(longest, Math.max(0, next.at - this.now)));
  }

  /** Those that are due, earliest first, until one of them stops the clock. */
  #ring(): void {
    for (let next = this.#next(); next !== undefined && this.#since !== null; next = this.#next()) {
      if (next.at > this.now) break;
      this.#alarms.delete(next);
      next.run();
    }
    this.#set();
  }
}
