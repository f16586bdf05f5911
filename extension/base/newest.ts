/**
 * Questions whose answers may come back in another order: what a view shows must never go back to an older state.
 *
 * Invariant: an answer is news unless one to a later question was taken before it. One that never comes holds up nothing.
 */

export class Newest {
  #asked = 0;
  #taken = 0;

  /** Call it when asking; the returned function, called once with the answer at hand, says whether that is news. */
  ask(): () => boolean {
    this.#asked += 1;
    const turn = this.#asked;
    return () => {
      if (turn < this.#taken) return false;
      this.#taken = turn;
      return true;
    };
  }
}
