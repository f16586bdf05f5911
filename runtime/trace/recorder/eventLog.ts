/**
 * Numbers events and payloads, and hands each event, with the payloads it names, to the disk and to a live listener.
 *
 * Invariants: `seq` and payload numbers count from 1 without gaps; a payload is handed over with the first event after
 * it, never later; disk and listener get the same events in the same order.
 * This may run on the thread of whoever runs cells: JSON is written once, compact, and laid out where the disk work is
 * done. A listener gets it compact.
 */

import type { EntityId, PayloadId } from '../../base/ids.ts';
import { asId } from '../../base/ids.ts';
import type { EventPayload, PayloadRef, RawEvent } from '../events.ts';
import type { OwnProtocolEvent, PayloadValues } from '../payloads.ts';
import { BUNDLE_SCHEMA_VERSION, payloadPath, payloadText } from '../writer/bundleFolder.ts';
import type { LogEntry, PayloadFile } from '../writer/bundleWriter.ts';

/** Gets every event as it is recorded, with the JSON of the payloads that come with it, as UTF-8. */
export type EventListener = (event: RawEvent, payloads: ReadonlyMap<PayloadId, Buffer>) => void;

export interface EventLogOptions {
  readonly rolloutId: EntityId;
  readonly append: (entry: LogEntry) => void;
  readonly listener?: EventListener | undefined;
  /** Lay payloads out here, not where the disk work is done. */
  readonly pretty?: boolean;
}

const none: ReadonlyMap<PayloadId, Buffer> = new Map();

export class EventLog {
  readonly #options: EventLogOptions;
  #seq = 0;
  #payloads = 0;
  #files: PayloadFile[] = [];
  #bytes: Map<PayloadId, Buffer> | undefined;
  /** The ids in the envelope of an event of `#turnId`, as they stand in its line. */
  #ids: string;
  #turnId: EntityId | null = null;

  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#ids = this.#idsOf(null);
  }

  /** The root thread, which has the id of its rollout. */
  get threadId(): EntityId {
    return this.#options.rolloutId;
  }

  /** A reference for the event that is emitted next. `text` saves writing the value out when the caller has done it. */
  payload<K extends keyof PayloadValues>(kind: K, value: PayloadValues[K], text?: string): PayloadRef {
    if (text !== undefined) return this.#payload(kind, text, 'pretty');
    if (this.#options.pretty) return this.#payload(kind, payloadText(value), 'pretty');
    return this.#payload(kind, JSON.stringify(value), 'compact');
  }

  /** The same for a value that is compact JSON already. */
  payloadOfJson(kind: keyof PayloadValues, json: string): PayloadRef {
    if (this.#options.pretty) return this.#payload(kind, payloadText(JSON.parse(json)), 'pretty');
    return this.#payload(kind, json, 'compact');
  }

  /** `turnId` is null for what belongs to no turn: rollout, thread and protocol events (trace-format §1). */
  emit(atMs: number, turnId: EntityId | null, payload: EventPayload): void {
    this.#seq++;
    if (turnId !== this.#turnId) {
      this.#turnId = turnId;
      this.#ids = this.#idsOf(turnId);
    }
    const time = Math.trunc(atMs);
    const files = this.#files;
    this.#files = [];
    const head = `{"schema_version":${BUNDLE_SCHEMA_VERSION},"seq":${this.#seq},"wall_time_unix_ms":${time},`;
    const line = wellFormed(`${head}${this.#ids},"payload":${JSON.stringify(payload)}}`);
    this.#options.append({ files, line });
    const { listener } = this.#options;
    if (!listener) return;
    const bytes = this.#bytes ?? none;
    this.#bytes = undefined;
    listener({ ...this.#envelope(time, turnId), payload }, bytes);
  }

  /** One of our own events, for what the format has none for. */
  observed(atMs: number, event: OwnProtocolEvent): void {
    this.emit(atMs, null, {
      type: 'protocol_event_observed',
      event_type: event.type,
      event_payload: this.payload('protocol_event', { ...event, thread_id: this.threadId }),
    });
  }

  #payload(kind: keyof PayloadValues, json: string, layout: 'compact' | 'pretty'): PayloadRef {
    this.#payloads++;
    const id = asId<PayloadId>(`raw_payload:${this.#payloads}`);
    const path = payloadPath(this.#payloads);
    const text = wellFormed(json);
    this.#files.push([path, text, layout]);
    if (this.#options.listener) {
      this.#bytes ??= new Map();
      this.#bytes.set(id, Buffer.from(text, 'utf8'));
    }
    return { raw_payload_id: id, kind: { type: kind }, path };
  }

  #envelope(time: number, turnId: EntityId | null): Omit<RawEvent, 'payload'> {
    return {
      schema_version: BUNDLE_SCHEMA_VERSION,
      seq: this.#seq,
      wall_time_unix_ms: time,
      rollout_id: this.#options.rolloutId,
      thread_id: turnId === null ? null : this.threadId,
      codex_turn_id: turnId,
    };
  }

  #idsOf(turnId: EntityId | null): string {
    const { rollout_id, thread_id, codex_turn_id } = this.#envelope(0, turnId);
    return JSON.stringify({ rollout_id, thread_id, codex_turn_id }).slice(1, -1);
  }
}

/** Half a surrogate pair is legal in JavaScript and in `JSON.stringify`, but not in JSON that others must read. */
function wellFormed(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/g, match => (match === '\\\\' ? match : '\ufffd'));
}
