/**
 * What a page asks about a rollout as a whole, and the answers. Asked when somebody looks, for an answer may cost a
 * pass over everything.
 */

import { isRecord } from '../base/json.ts';
import type { Graph } from '../trace/model.ts';
import type { PayloadResult } from './details.ts';
import { type StoredHistory, storedHistory } from './storedValues.ts';
import { type WaitBill, waitBill } from './waitBill.ts';

export type Question =
  | { readonly about: 'stored' }
  /** Times in ms since the beginning of the rollout. */
  | { readonly about: 'waits'; readonly fromMs: number; readonly toMs: number; readonly nowMs: number };

export type Answer =
  | { readonly about: 'stored'; readonly stored: StoredHistory }
  | { readonly about: 'waits'; readonly bill: WaitBill };

export async function answerQuestion(
  graph: Graph,
  question: Question,
  payload: (id: string) => Promise<PayloadResult>,
): Promise<Answer> {
  switch (question.about) {
    case 'stored':
      return { about: 'stored', stored: await storedHistory(graph, payload) };
    case 'waits': {
      const { fromMs, toMs, nowMs } = question;
      return { about: 'waits', bill: waitBill(graph, fromMs, toMs, nowMs) };
    }
  }
}

/** The host's border: null for anything but a well-formed question. */
export function asQuestion(value: unknown): Question | null {
  if (!isRecord(value)) return null;
  if (value.about === 'stored') return { about: 'stored' };
  const { fromMs, toMs, nowMs } = value;
  if (value.about !== 'waits' || typeof fromMs !== 'number' || typeof toMs !== 'number' || typeof nowMs !== 'number') {
    return null;
  }
  return { about: 'waits', fromMs, toMs, nowMs };
}
