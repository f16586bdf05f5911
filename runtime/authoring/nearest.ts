/** The one of several names that somebody probably meant. */

/** Undefined when none is near: more than two letters, or a third of them, would have to change. */
export function nearest(name: string, among: readonly string[]): string | undefined {
  const ranked = among
    .map(each => ({ each, apart: distance(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, apart }) => apart <= mostApart(Math.max(each.length, name.length)))
    .sort((one, other) => one.apart - other.apart);
  return ranked[0]?.each;
}

/** Two letters that changed places count as two changes, and are the commonest slip. */
function mostApart(length: number): number {
  return length < 4 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** Letters to add, drop or change to get from one to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 1; at <= from.length; at++) {
    const next = [at];
    for (let index = 1; index <= to.length; index++) {
      const change = (row[index - 1] ?? 0) + (from[at - 1] === to[index - 1] ? 0 : 1);
      next.push(Math.min(change, (row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
