/**
 * A map from ids that grows without a pause. A plain map of a million entries is laid out anew whenever it doubles, which
 * takes 50 ms and more in one stretch; here many small ones share the entries, and one at a time doubles.
 *
 * Leaves out everything but finding and putting: nothing in a timeline is forgotten or gone through by id.
 */

/** A power of two; a million entries leave a few thousand for each. */
const SHARES = 256;

export class SpreadMap<V> {
  /** Made at need: most timelines are small. */
  readonly #shares: (Map<string, V> | undefined)[] = new Array<undefined>(SHARES).fill(undefined);

  get(id: string): V | undefined {
    return this.#shares[shareOf(id)]?.get(id);
  }

  set(id: string, value: V): void {
    const place = shareOf(id);
    const share = this.#shares[place];
    if (share) share.set(id, value);
    else this.#shares[place] = new Map([[id, value]]);
  }
}

/** Ids of a kind begin alike and differ at their ends. */
function shareOf(id: string): number {
  let sum = 0;
  for (let at = Math.max(0, id.length - 6); at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) | 0;
  return (sum ^ (sum >>> 8)) & (SHARES - 1);
}
