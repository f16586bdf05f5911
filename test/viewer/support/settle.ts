/** Waiting until a page has done what follows from what was just done to it. */
import type { Page } from 'playwright-core';

/** Milliseconds after which what has not come never will: less than a test has, so that it says itself what it missed. */
export const patience = 90_000;

/**
 * Resolves when what was asked for has been drawn and what follows from it has run: effects of components and questions
 * to the host come some frames, and a turn after each, later. Fonts that came late are there as well.
 */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let round = 0; round < 3; round += 1) {
      await new Promise(done => requestAnimationFrame(done));
      await new Promise(done => setTimeout(done));
    }
  });
}
