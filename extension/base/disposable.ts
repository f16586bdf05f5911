/**
 * Ending things, without `vscode`: the same shape as its `Disposable`, so that both sides of this room can be mixed.
 */

export interface Disposable {
  dispose(): void;
}
