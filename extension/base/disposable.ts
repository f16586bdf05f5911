/**
 * Ending things, without `vscode`: the same shape as its `Disposable`, so that both sides of this room can be mixed.
 */

export interface Disposable {
  dispose(): void;
}

/** Several ends as one, in reverse order of making. */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #over = false;

  /** Ends `item` at once when the store has already ended. */
  add<T extends Disposable>(item: T): T {
    if (this.#over) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#over = true;
    for (const item of this.#items.splice(0).reverse()) item.dispose();
  }
}
