/**
 * Stands in for the host in a saved file: answers from the JSON block of the page (`#cellscope-rollout`).
 *
 * What was not saved is answered as such; commands do nothing, since nothing can be run from a file.
 */

import { isRecord } from '../runtime/base/json.ts';
import type { HostMessage, PageMessage } from '../runtime/viewer/messages.ts';
import { entityKey, type SavedRollout, unpackDelta } from '../runtime/viewer/savedRollout.ts';
import type { HostPort } from './host.ts';
import { t } from './strings.ts';

export function savedPort(saved: unknown): HostPort | null {
  if (!isSaved(saved)) return null;
  let receive: (data: unknown) => void = () => {};
  let state: unknown = null;
  // As from a host, answers come later and not inside the call.
  const answer = (message: HostMessage) => queueMicrotask(() => receive(message));
  return {
    alone: true,
    post: message => answerTo(message, saved, answer),
    listen(receiver) {
      receive = receiver;
      return () => {
        receive = () => {};
      };
    },
    getState: () => state,
    setState(next) {
      state = next;
    },
  };
}

function answerTo(message: PageMessage, saved: SavedRollout, answer: (message: HostMessage) => void): void {
  switch (message.type) {
    case 'ready': {
      const delta = unpackDelta(saved.timeline);
      answer({ type: 'header', header: { ...saved.header, state: 'recorded', liveCells: [] } });
      if (delta) answer({ type: 'timeline', delta: { ...delta, reset: true, live: false } });
      else answer({ type: 'problem', message: t('saved.broken') });
      return;
    }
    case 'details': {
      const key = entityKey(message.ref);
      const details = Object.hasOwn(saved.details, key) ? (saved.details[key] ?? null) : null;
      answer({ type: 'details', requestId: message.requestId, details });
      return;
    }
    case 'payload': {
      const { requestId, payloadId } = message;
      const result = Object.hasOwn(saved.payloads, payloadId) ? saved.payloads[payloadId] : undefined;
      answer({ type: 'payload', requestId, result: result ?? { ok: false, message: t('saved.noPayload') } });
      return;
    }
    case 'open':
    case 'selected':
    case 'command':
      return;
  }
}

function isSaved(value: unknown): value is SavedRollout {
  return (
    isRecord(value) &&
    value.format === 'cellscope-rollout' &&
    value.formatVersion === 1 &&
    isRecord(value.header) &&
    isRecord(value.details) &&
    isRecord(value.payloads)
  );
}
