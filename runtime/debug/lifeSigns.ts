/**
 * Asks a process for a sign of life now and then; one that gives none is not coming back.
 *
 * A cell that computes or stands still does not keep its process from answering: it has a thread of its own.
 */

/** How long a process may leave a question unanswered, ms. */
const patienceMs = 10_000;

export class LifeSigns {
  #timer: NodeJS.Timeout | undefined;
  #alive = true;

  start(ask: () => void, onSilence: (why: string) => void): void {
    this.#timer = setInterval(() => {
      if (!this.#alive) {
        this.stop();
        onSilence(`it gave no sign of life for ${patienceMs} ms`);
        return;
      }
      this.#alive = false;
      ask();
    }, patienceMs);
    this.#timer.unref();
  }

  seen(): void {
    this.#alive = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
