/**
 * The input of a call as the text a person decides about: exactly what would run or be written.
 *
 * Leaves out knowledge of single tools beyond the field names commands and patches usually have; any other input is
 * shown whole, as JSON.
 */

import { isRecord, type JsonValue } from '../../runtime/base/json.ts';
import { visible } from '../base/plainText.ts';

export interface CallText {
  readonly text: string;
  readonly where?: string;
}

/** Fields that alone say what happens, in order of preference, and those that only say where. */
const deeds = ['cmd', 'command', 'patch', 'input'];
const places = ['workdir', 'cwd'];
/** Fields that change how long or how much, never what. */
const harmless = new Set(['yield_time_ms', 'max_output_tokens']);

export function describeCall(input: JsonValue | undefined): CallText {
  if (typeof input === 'string') return { text: input };
  if (!isRecord(input)) return { text: JSON.stringify(input ?? null) };
  const place = places.find(name => isPlainPlace(input[name]));
  const where = place === undefined ? {} : { where: String(input[place]) };
  const deed = deeds.find(name => typeof input[name] === 'string');
  const rest = Object.keys(input).filter(name => name !== deed && name !== place && !harmless.has(name));
  // Anything beyond the deed may change what happens (a shell, an environment), so then all of it is shown.
  if (deed === undefined || rest.length > 0) return { text: JSON.stringify(input, null, 2) };
  return { text: String(input[deed]), ...where };
}

/** A place that is not seen whole at a glance is shown with the rest. */
function isPlainPlace(value: JsonValue | undefined): boolean {
  return (
    typeof value === 'string' &&
    value.length <= 60 &&
    value === value.trim() &&
    visible(value) === value &&
    !/[\n\t]/.test(value)
  );
}
