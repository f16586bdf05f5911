/**
 * Whether it pays to stay awake for something that may come at once.
 *
 * After some vain vigils only one in many is kept, until one pays again. Leaves out what is kept awake, and for how long.
 */

/** After so many vain vigils they are kept seldom. */
const vainVigils = 4;
/** Then one in so many. */
const seldom = 32;

export class Vigil {
  #vain = 0;

  /** Whether to keep the next one. Each question counts. */
  get worthwhile(): boolean {
    return this.#vain <= vainVigils || this.#vain++ % seldom === 0;
  }

  paid(): void {
    this.#vain = 0;
  }

  wasVain(): void {
    this.#vain++;
  }
}
