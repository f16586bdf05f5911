/**
 * Waits for a state that no locator can wait for by itself, and acts until it is seen. Also for scripts that run outside
 * of a test.
 *
 * Invariant: nothing here counts how long something takes; a limit only ends what will never come.
 */
import type { Locator } from 'playwright-core';

/** Milliseconds within which what will ever come has come, on a machine that has much else to do. */
const patience = 60_000;
/** Milliseconds a person looks whether something took effect, before doing it again. */
const usualLook = 20_000;
/** For what would be done twice, were it only slow. */
export const longLook = 40_000;
/** Milliseconds that one look counts for at most: what stood still meanwhile could not take effect either. */
const oneLook = 2_500;
/** For one of several tries: the wait of a locator. */
export const brief = { timeout: 5_000 };
/** For what must not be given up halfway. */
export const slow = { timeout: 15_000 };

/**
 * Looks again until it is so.
 *
 * @param what to say when it never is
 * @param isSo when it throws, because what it looks at has just gone, it is not so
 * @param limit milliseconds
 */
export async function until(what: string, isSo: () => Promise<boolean>, limit = patience): Promise<void> {
  let trouble: unknown;
  const looked = () =>
    isSo().catch(error => {
      trouble = error;
      return false;
    });
  for (let spent = 0; ; ) {
    const begun = performance.now();
    if (await looked()) return;
    if (spent > limit) throw new Error(`Not so within ${limit / 1_000} s: ${what}.`, { cause: trouble });
    spent += await lookTime(begun);
  }
}

/**
 * Does something until it is seen to have taken effect, as a person would: what the focus, a menu that was just
 * closing or a view that was just drawn anew has swallowed is done again.
 *
 * @param what the effect, to say when it is never seen
 * @param act looks for itself whether it can act; when it throws, it has not acted
 * @param seen what shows the effect; when it throws, it is not to be seen
 * @param look milliseconds to look for the effect before acting again
 */
export async function persist(
  what: string,
  act: () => Promise<unknown>,
  seen: () => Promise<boolean>,
  look = usualLook,
): Promise<void> {
  let trouble: unknown;
  const limit = patience + look;
  for (let spent = 0; spent <= limit; ) {
    const begun = performance.now();
    let over = look;
    try {
      await act();
    } catch (error) {
      trouble = error;
      over = 0;
    }
    spent += performance.now() - begun;
    over += spent;
    do {
      const looking = performance.now();
      if (await holds(seen)) return;
      spent += await lookTime(looking);
    } while (spent < over);
  }
  throw new Error(`Not so within ${limit / 1_000} s: ${what}.`, { cause: trouble });
}

/**
 * Clicks once, when it can be clicked. Looks briefly whether it can; the click itself has time to be taken in, so that
 * it is not believed to be lost when it was only slow.
 */
export async function click(target: Locator, options: { readonly button?: 'right' } = {}): Promise<void> {
  await target.click({ trial: true, ...options, ...brief });
  await target.click({ ...options, ...slow });
}

/** Presses a key where the target has the focus. */
export async function press(target: Locator, key: string): Promise<void> {
  await target.focus(brief);
  await target.press(key, slow);
}

/** Whether an action succeeds in the little time it has. */
export async function succeeds(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

/** Waits a moment after a look that has failed; resolves to what both count for. */
async function lookTime(begun: number): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 50));
  return Math.min(performance.now() - begun, oneLook);
}

function holds(seen: () => Promise<boolean>): Promise<boolean> {
  return seen().catch(() => false);
}
