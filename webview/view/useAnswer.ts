/**
 * The host's answer to a question: asked when a part that needs it appears, when the question becomes another, and
 * again after a live run has grown, at most every `restMs`. A question that changes with a drag waits for `delayMs` of
 * rest before it is asked.
 */

import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Answer, Question } from '../../runtime/viewer/questions.ts';
import { useViewer } from './viewer.ts';

const restMs = 1500;

/** Undefined while it is on its way for the first time, null when there is none. */
export function useAnswer(question: Question, key: string, delayMs = 0): Answer | null | undefined {
  const { model, link } = useViewer();
  const answer = useSignal<Answer | null | undefined>(undefined);
  const latest = useRef(question);
  latest.current = question;
  const round = useRef(0);
  const timer = useRef(0);
  const ask = () => {
    const own = ++round.current;
    void link.ask(latest.current).then(given => {
      if (own === round.current) answer.value = given;
    });
  };
  const rollout = model.header.value.bundleKey ?? '';
  useEffect(() => {
    if (delayMs === 0) {
      ask();
      return;
    }
    answer.value = undefined;
    const later = setTimeout(ask, delayMs);
    return () => clearTimeout(later);
  }, [key, rollout]);
  useSignalEffect(() => {
    model.changes.value;
    if (!model.data.live || timer.current) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      ask();
    }, restMs);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      round.current++;
    },
    [],
  );
  return answer.value;
}
