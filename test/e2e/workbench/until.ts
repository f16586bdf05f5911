/** Waits for a state that no locator can wait for by itself. Also for scripts that run outside of a test. */

/**
 * Looks again until it is so.
 *
 * @param what to say when it never is
 * @param limit milliseconds
 */
export async function until(what: string, isSo: () => Promise<boolean>, limit = 30_000): Promise<void> {
  for (const end = performance.now() + limit; !(await isSo()); ) {
    if (performance.now() > end) throw new Error(`Not so within ${limit / 1_000} s: ${what}.`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** Whether an action succeeds in the little time it has. */
export async function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
