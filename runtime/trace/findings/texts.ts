/**
 * What the rules say, each sentence once, with `{0}` for an argument, so that it can be said in another language.
 *
 * Invariant: names, ids and times are arguments; a sentence is never put together from halves.
 */

import type { Finding } from '../finding.ts';

export const findingTexts = [
  'cell {0} still ran {1} after its last nested call had ended: it sits on a timer or on a promise that nobody settles',
  'cell {0} was left running when its turn ended, and nobody has collected its result',
  'cell {0} ran on after its turn had ended; its result was collected {1} later',
  '{0} was still under way when cell {1} completed: nobody awaited it, and its result is lost',
  '{0} was still under way when cell {1} failed: the error ended the cell before it came back, and its result is lost',
  '{0} was made by {1}, which is not in this rollout: the model call that asked for the cell is missing',
  '{0} was made after cell {1} had ended',
  'the output of {0} was cut before the model saw it ({1}): print less, or raise max_output_tokens',
  'the output of {0} was cut before the model saw it ({1} bytes over the limit of a cell): print less, or raise max_output_tokens',
  'the output of {0} was cut before the model saw it ({1} tokens): print less, or raise max_output_tokens',
  'the output of {0} was cut before the model saw it ({1} of {2} tokens): print less, or raise max_output_tokens',
  '{0} is not known to have ended after cell {1} had ended with its turn: look for it among the processes',
  '{0} is not known to have ended after cell {1} was terminated: look for it among the processes',
  '{0} went on for {1} after cell {2} had ended with its turn',
  '{0} went on for {1} after cell {2} was said to be terminated',
  '{0} waits for no cell at all',
  '{0} waits for cell {1}, which this thread never had',
  '{0} waits for cell {1}, which had ended with its turn {2} before',
  '{0} waits for cell {1}, which was over and collected {2} before',
  '{0} waits in a row for cell {1} brought only another yield, over {2}: wait longer at once (yield_time_ms)',
  '{0} waits in a row for cell {1} brought only another yield, over {2}, at the price of {3} input tokens ({4} cached) and {5} output tokens: wait longer at once (yield_time_ms)',
  'the exec of cell {0} came back after {1}, promised {2}: {3} late',
  'the exec of cell {0} came back after {1}, promised {2} (default): {3} late',
  '{0} came back after {1}, promised {2}: {3} late',
  '{0} came back after {1}, promised {2} (default): {3} late',
] as const;
export type FindingText = (typeof findingTexts)[number];

export interface FindingSentence {
  readonly text: FindingText;
  readonly values: readonly (string | number)[];
}

export function sentence(text: FindingText, ...values: readonly (string | number)[]): FindingSentence {
  return { text, values };
}

export function filled(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

/** Beside the findings and not in them: what is written or sent of a finding is its message alone. */
const sentences = new WeakMap<Finding, FindingSentence>();

/** Remembers which sentence a finding says. */
export function spoken(finding: Finding, said: FindingSentence): Finding {
  sentences.set(finding, said);
  return finding;
}

/**
 * The finding in the language of `texts`, which holds sentences by their English ones; as it is where there is none,
 * as for what was met while reading.
 */
export function retold(finding: Finding, texts: Readonly<Record<string, string>>): Finding {
  const said = sentences.get(finding);
  const text = said && texts[said.text];
  return said && text ? { ...finding, message: filled(text, said.values) } : finding;
}
