/**
 * One way of telling what is being done and how long it took, shared by everything a newcomer watches.
 *
 * Runs under Node 20 before anything is installed, so it depends on nothing.
 */

/** @param {number} ms */
export function duration(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/**
 * Prints the title, does the work, prints the time. A failure is printed as such and thrown on.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  process.stdout.write(`${title} ... `);
  const start = performance.now();
  try {
    const result = await work();
    process.stdout.write(`${duration(performance.now() - start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed after ${duration(performance.now() - start)}\n`);
    throw error;
  }
}
