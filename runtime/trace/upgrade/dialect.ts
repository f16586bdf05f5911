/**
 * Which release's rules a bundle follows. The manifest tells the schema only; the rest shows in the events (trace-format §5).
 *
 * Invariant: `rulesOf` is the one place where a dialect's name turns into behaviour; the reducer knows rules, not releases.
 */

export const dialects = ['0.125', '0.134', '0.150', '0.164', '0.165', '0.166', '0.169'] as const;
export type Dialect = (typeof dialects)[number];

/** The newest dialect: what our own recorder writes. */
export const newestDialect: Dialect = '0.169';

export interface Rules {
  /** Items are the same only when their ids do not contradict each other; without it by content alone. */
  readonly identityById: boolean;
  /** The item at the same place of the request before is the same even when it was met earlier in this one. */
  readonly placeCountsTwice: boolean;
  /** An item of a response belongs to the conversation once it was accepted or sent back in a request. */
  readonly listsAcceptedOnly: boolean;
  /** An empty content list leaves a part that says so. */
  readonly emptyContentPart: boolean;
  /** Two outputs of one call with different content are refused. */
  readonly oneOutputPerCall: boolean;
  /** Sequence numbers must run from 1 without a gap, and every event must belong to this rollout. */
  readonly ordered: boolean;
  /** Every payload that an event names must exist and be JSON, also those nobody interprets. */
  readonly readsEveryPayload: boolean;
  /** An agent's result from a child nobody knows is refused. */
  readonly knownChildrenOnly: boolean;
  /** A tool catalogue among the items is passed over. */
  readonly ignoresToolCatalogue: boolean;
  /** A runtime start must say its kind; before, a kind that it says means nothing. */
  readonly runtimeKindRequired: boolean;
  /** A message written as JSON comes from the agent that it names as its author. */
  readonly authorCounts: boolean;
  /** The last end of a model call counts, not the first. */
  readonly lastEndCounts: boolean;
  /** The end of an exec process tells `stdout`, `stderr` and `formatted_output` apart. */
  readonly splitOutputs: boolean;
  /** A response joins the snapshot even when another request was sent meanwhile. */
  readonly joinsEveryResponse: boolean;
  /** The time of a cell's first response is the first one seen, be it that of its end. */
  readonly firstAnswerIsFirstSeen: boolean;
  /** Processes of one id share a terminal session. */
  readonly sessionPerProcess: boolean;
}

export function rulesOf(dialect: Dialect): Rules {
  const rank = dialects.indexOf(dialect);
  const from = (first: Dialect) => rank >= dialects.indexOf(first);
  return {
    identityById: from('0.165'),
    placeCountsTwice: !from('0.166'),
    listsAcceptedOnly: from('0.165'),
    emptyContentPart: !from('0.165'),
    oneOutputPerCall: !from('0.166'),
    ordered: from('0.169'),
    readsEveryPayload: from('0.169'),
    knownChildrenOnly: from('0.165'),
    // From 0.150 on, whose bundles look like those of 0.134, which has no catalogues.
    ignoresToolCatalogue: from('0.134'),
    runtimeKindRequired: from('0.166'),
    authorCounts: from('0.150'),
    lastEndCounts: !from('0.134'),
    splitOutputs: !from('0.165'),
    joinsEveryResponse: !from('0.165'),
    firstAnswerIsFirstSeen: !from('0.164'),
    sessionPerProcess: !from('0.164'),
  };
}

/** Some dialects differ in nothing that matters for reading them. */
export function haveSameRules(one: Dialect, other: Dialect): boolean {
  const rules = Object.entries(rulesOf(one));
  const others: Readonly<Record<string, boolean>> = { ...rulesOf(other) };
  return one === other || rules.every(([name, holds]) => others[name] === holds);
}
