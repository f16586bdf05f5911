/**
 * One line of `trace.jsonl` to one event, or the fault that keeps it from being one.
 *
 * Pure and total: no line makes it throw. Leaves out order (`seq`), file positions and blank lines: the reader knows those.
 */

import { isRecord } from '../base/json.ts';
import { envelope, eventShape, payloadFields } from './eventShape.ts';
import type { RawEvent } from './events.ts';
import { textFault } from './eventText.ts';
import { wholeNumber } from './reducer/readJson.ts';
import { listFault, usualObject } from './shape.ts';

export interface EventFault {
  /** `json`: not a JSON object. `shape`: a field is missing or of a wrong type. `unknown_type`: no such event here. */
  readonly reason: 'json' | 'shape' | 'unknown_type';
  /** What is wrong, without file and line: `\`seq\` is missing`. */
  readonly message: string;
  /** What could be read of the line all the same. */
  readonly seq: number | null;
  readonly eventType: string | null;
  readonly schemaVersion: number | null;
}
export type ParsedLine =
  /** `loose`: what is wrong with the text of a line that says an event all the same. */
  | { readonly ok: true; readonly event: RawEvent; readonly loose?: string }
  | { readonly ok: false; readonly fault: EventFault };

export function parseEvent(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return faulty(undefined, 'json', `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const loose = textFault(line, value);
  let parsed = readEvent(value);
  if (!parsed.ok && parsed.fault.reason !== 'unknown_type') {
    // The reference takes other forms as well. Nobody writes them, so looking for them may cost another look at the line.
    const other = readEvent(usualObject(JSON.parse(line, wholeNumber), eventShape));
    if (other.ok) parsed = other;
  }
  return parsed.ok && loose !== undefined ? { ...parsed, loose } : parsed;
}

/** The same for a line that is parsed already. Missing nullable fields are filled in on the value itself. */
function readEvent(value: unknown): ParsedLine {
  if (!isRecord(value)) return faulty(undefined, 'json', 'not an object');
  const envelopeFault = listFault(value, envelope);
  if (envelopeFault) return faulty(value, 'shape', envelopeFault);
  const { payload } = value;
  if (payload === undefined) return faulty(value, 'shape', '`payload` is missing');
  if (!isRecord(payload)) return faulty(value, 'shape', '`payload` must be an object');
  const { type } = payload;
  if (typeof type !== 'string') return faulty(value, 'shape', '`payload.type` must be a string');
  const fields = payloadFields(type);
  if (!fields) return faulty(value, 'unknown_type', `unknown event type \`${type}\``);
  const payloadFault = listFault(payload, fields);
  if (payloadFault) return faulty(value, 'shape', `\`payload.${payloadFault.slice(1)}`);
  // Every field of the envelope and of the payload's own type has been checked above.
  return { ok: true, event: value as unknown as RawEvent };
}

function faulty(value: Record<string, unknown> | undefined, reason: EventFault['reason'], message: string): ParsedLine {
  const type = isRecord(value?.payload) ? value.payload.type : undefined;
  return {
    ok: false,
    fault: {
      reason,
      message,
      seq: typeof value?.seq === 'number' ? value.seq : null,
      eventType: typeof type === 'string' ? type : null,
      schemaVersion: typeof value?.schema_version === 'number' ? value.schema_version : null,
    },
  };
}
