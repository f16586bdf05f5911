/**
 * Takes what the process of a debugged cell says to those whom it concerns.
 */

import type { ContentItem } from '../base/content.ts';
import type { FromChild } from '../protocol/messages.ts';
import type { DebugListener } from './debugProcess.ts';
import type { Deliveries } from './deliveries.ts';
import type { Inspector } from './inspector.ts';
import type { LifeSigns } from './lifeSigns.ts';
import type { ModelSide } from './modelSide.ts';
import type { Notes } from './notes.ts';
import { outputItems } from './outputItems.ts';

export interface Hearers {
  readonly life: LifeSigns;
  readonly inspector: Inspector;
  readonly notes: Notes;
  readonly deliveries: Deliveries;
  readonly model: ModelSide;
  /** A step of the cell has ended. */
  fellStill(): void;
  notified(text: string): void;
  /** A value the cell has stored, which counts once it completes. */
  put(key: string, json: string): void;
  /** The code has run to its end; called after what it said last. */
  codeEnded(): void;
  output(items: readonly ContentItem[]): void;
  lost(why: string): void;
}

export function listening(hearers: Hearers): DebugListener {
  const { life, inspector, notes, deliveries, model } = hearers;
  return {
    word(word, payload) {
      life.seen();
      switch (word.op) {
        case 'inspect':
          inspector.receive(payload);
          break;
        case 'settled':
          deliveries.endedAt(word.steps);
          hearers.fellStill();
          break;
        case 'note':
          notes.take(word.kind, word.a, word.b);
          break;
        case 'pong':
          break;
      }
    },
    message(message: FromChild, payload: Buffer) {
      life.seen();
      if (message.t === 'started') model.started();
      else if (message.t === 'notify') hearers.notified(payload.toString());
      else if (message.t === 'put') hearers.put(message.key, payload.toString());
      else if (message.t === 'done') setImmediate(() => hearers.codeEnded());
      const items = outputItems(message, payload);
      if (items.length === 0) return;
      model.put(items);
      hearers.output(items);
    },
    ended: why => hearers.lost(why),
  };
}
