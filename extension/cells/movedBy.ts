/**
 * Where a document is after files and folders were moved. No `vscode` here: addresses are strings.
 */

export type Moved = (uri: string) => string;

/** `moves` are pairs of an old and a new address; a folder takes all below it along. What did not move stays. */
export function movedBy(moves: readonly (readonly [from: string, to: string])[]): Moved {
  return uri => {
    for (const [from, to] of moves) {
      if (isAtOrBelow(uri, from)) return to + uri.slice(from.length);
    }
    return uri;
  };
}

/** Whether an address is that of a file or folder, or of something in it. */
export function isAtOrBelow(uri: string, place: string): boolean {
  return uri === place || uri.startsWith(`${place}/`);
}
