/**
 * A growing typed array. Doubling keeps a push at constant cost; what is to stay as it is must be a copy, because the
 * buffer goes on changing.
 */

export type TypedArray = Int32Array | Float64Array | Uint8Array;

export class Column<A extends TypedArray> {
  length = 0;
  #data: A;
  readonly #make: (size: number) => A;

  constructor(make: (size: number) => A) {
    this.#make = make;
    this.#data = make(64);
  }

  push(value: number): void {
    if (this.length === this.#data.length) this.#widen(this.#data.length * 2);
    this.#data[this.length++] = value;
  }

  /** Makes room for so many, so that pushing them never has to copy what is there. */
  reserve(size: number): void {
    if (size > this.#data.length) this.#widen(Math.max(size, this.#data.length * 2));
  }

  /** The value at `index`; `index` must be below `length`. */
  at(index: number): number {
    return this.#data[index] as number;
  }

  set(index: number, value: number): void {
    this.#data[index] = value;
  }

  /** The rows from `from` up to, not including, `to`, as they are and as they change. */
  view(from: number, to: number): A {
    return this.#data.subarray(from, to) as A;
  }

  /** A copy of the rows from `from` up to, not including, `to`. */
  copy(from: number, to: number = this.length): A {
    return this.#data.slice(from, to) as A;
  }

  #widen(size: number): void {
    const wider = this.#make(size);
    wider.set(this.#data);
    this.#data = wider;
  }
}

export const int32 = (): Column<Int32Array> => new Column(size => new Int32Array(size));
export const float64 = (): Column<Float64Array> => new Column(size => new Float64Array(size));
export const uint8 = (): Column<Uint8Array> => new Column(size => new Uint8Array(size));
