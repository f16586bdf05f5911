/**
 * Notices that nothing can wake a cell any more: "why does my cell hang" answered before it is asked.
 *
 * A cell that has just fallen still may be about to say that it has ended; so it is looked at twice.
 */

/** Between the two looks, ms. */
const lookAgainMs = 50;

export class DeadEnds {
  #told = false;

  /** Something has been done to the cell: it may be told of again. */
  forget(): void {
    this.#told = false;
  }

  notice(isDead: () => boolean, tell: () => void): void {
    if (this.#told || !isDead()) return;
    setTimeout(() => {
      if (this.#told || !isDead()) return;
      this.#told = true;
      tell();
    }, lookAgainMs).unref();
  }
}
