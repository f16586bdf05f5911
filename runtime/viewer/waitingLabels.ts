/** Labels of the calls by which a thread starts a cell and waits for it: waiting, not the use of a tool. */
export class WaitingLabels {
  readonly #strings: readonly string[];
  readonly #known = new Map<number, boolean>();

  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  /** Is the string at this index such a label? */
  has(label: number): boolean {
    const known = this.#known.get(label);
    if (known !== undefined) return known;
    const is = /^(exec|wait)(\s|$)/.test(this.#strings[label] ?? '');
    this.#known.set(label, is);
    return is;
  }
}
