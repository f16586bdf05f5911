/** A binary heap of (key, value) pairs of numbers, smallest key first; equal keys come out in order of value. */
export class Heap {
  readonly #keys: number[] = [];
  readonly #values: number[] = [];

  get size(): number {
    return this.#keys.length;
  }

  /** Key of the first pair; `Infinity` when empty. */
  get firstKey(): number {
    return this.#keys[0] ?? Number.POSITIVE_INFINITY;
  }

  push(key: number, value: number): void {
    let index = this.#keys.push(key) - 1;
    this.#values.push(value);
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (!this.#before(index, above)) return;
      this.#swap(index, above);
      index = above;
    }
  }

  /** Removes the first pair and gives its value; -1 when empty. */
  pop(): number {
    const value = this.#values[0];
    if (value === undefined) return -1;
    const last = this.#keys.length - 1;
    this.#swap(0, last);
    this.#keys.pop();
    this.#values.pop();
    let index = 0;
    for (;;) {
      let least = index;
      for (let child = 2 * index + 1; child <= 2 * index + 2; child++) {
        if (child < last && this.#before(child, least)) least = child;
      }
      if (least === index) return value;
      this.#swap(index, least);
      index = least;
    }
  }

  #before(a: number, b: number): boolean {
    const left = this.#keys[a] as number;
    const right = this.#keys[b] as number;
    return left < right || (left === right && (this.#values[a] as number) < (this.#values[b] as number));
  }

  #swap(a: number, b: number): void {
    const key = this.#keys[a] as number;
    const value = this.#values[a] as number;
    this.#keys[a] = this.#keys[b] as number;
    this.#values[a] = this.#values[b] as number;
    this.#keys[b] = key;
    this.#values[b] = value;
  }
}
