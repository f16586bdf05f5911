/** How long the suite waits for what will never come, ms: each from the one before it. Nothing here measures speed. */

/** Within it what will ever come has come, also on a machine that has ten times as much to do as it can. */
export const patience = 60_000;

/** A cell that is not meant to yield must not do so because the machine stood still for a while. */
export const yieldTime = 2 * patience;

/** One test: it waits for several things, and the wait that fails says more than this limit does. */
export const testLimit = 5 * patience;

/** One window with all tests in it, which take a minute on a machine of their own. */
export const windowLimit = 30 * patience;

/** One window whose host crashes or says nothing. */
export const probeLimit = 3 * patience;
