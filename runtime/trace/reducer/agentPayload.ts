/**
 * What the runtime tells about a call that concerns another agent (trace-fields §6): which thread, which text.
 *
 * Two shapes are in use: an activity (`agent_thread_id`) in one payload, or a beginning and an end with their own fields.
 */

import { isRecord } from '../../base/json.ts';
import type { InteractionKind, ToolCall } from '../model.ts';
import { type Check, fieldFault, nullable, oneOf, text, whole } from '../shape.ts';

export interface AgentReport {
  /** Who spawned, where it is told. */
  readonly sender?: string | undefined;
  /** The thread at the other end; nothing when no agent came of it. */
  readonly receiver: string | undefined;
  readonly text: string | undefined;
  /** Why the payload is not what its kind must be. */
  readonly fault: string | undefined;
}

const words = oneOf('pending_init', 'running', 'interrupted', 'completed', 'errored', 'shutdown', 'not_found');
/** A word, or an object whose only key is one; two of them have something to say. */
const anyStatus: Check<unknown> = {
  nullable: false,
  fault(value) {
    if (!isRecord(value)) return words.fault(value);
    const [word, second] = Object.keys(value);
    if (second !== undefined || word === undefined) return 'must have a single key';
    const said = value[word];
    if (word === 'completed' || word === 'errored') {
      return typeof said === 'string' || (said === null && word === 'completed') ? undefined : 'must say a string';
    }
    return words.fault(word);
  },
};
const time = nullableIfThere<number>({
  nullable: false,
  fault: value => whole.fault(value) ?? (Math.abs(Number(value)) > 2 ** 63 ? 'must be a number of 64 bits' : undefined),
});
const effort: Check<string> = {
  nullable: false,
  fault: value => (typeof value === 'string' && value !== '' ? undefined : 'must be a string that says something'),
};
const threadId: Check<string> = {
  nullable: false,
  fault: value =>
    typeof value === 'string' && /^(urn:uuid:)?[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(value)
      ? undefined
      : 'must be the id of a thread',
};
const agentPath: Check<string> = {
  nullable: false,
  fault: value =>
    typeof value === 'string' && /^(\/root(\/[a-z0-9_]+)*|\/morpheus)$/.test(value)
      ? undefined
      : 'must be the path of an agent, such as /root/name',
};
const activity = {
  event_id: text(),
  occurred_at_ms: time,
  agent_thread_id: threadId,
  agent_path: agentPath,
  kind: oneOf('started', 'interacted', 'interrupted', 'completed'),
  model: nullable(text()),
  reasoning_effort: nullable(effort),
};
const party = {
  call_id: text(),
  sender_thread_id: threadId,
  started_at_ms: time,
  completed_at_ms: time,
  new_agent_nickname: nullable(text()),
  receiver_agent_nickname: nullable(text()),
};
const shapes = {
  spawned: {
    ...party,
    prompt: text(),
    model: text(),
    reasoning_effort: effort,
    status: anyStatus,
    new_thread_id: nullable(threadId),
  },
  sending: { ...party, receiver_thread_id: threadId, prompt: text() },
  sent: { ...party, receiver_thread_id: threadId, prompt: text(), status: anyStatus },
  closing: { ...party, receiver_thread_id: threadId },
  closed: { ...party, receiver_thread_id: threadId, status: anyStatus },
};

/** A field that may be left out, but not be null. */
function nullableIfThere<T>(inner: Check<T>): Check<T> {
  return { nullable: true, fault: value => inner.fault(value) };
}

type Fields = Readonly<Record<string, unknown>>;
const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What each activity is the end of. */
const activities: Readonly<Record<string, readonly ToolCall['kind']['type'][]>> = {
  started: ['spawn_agent'],
  interacted: ['assign_agent_task', 'send_message'],
  interrupted: ['close_agent'],
};

/** Whether the end of a call tells of an activity. It may do so whatever the call was. */
export function isActivity(phase: 'start' | 'end', fields: Fields): boolean {
  return phase === 'end' && fields.agent_thread_id !== undefined;
}

function readActivity(callKind: ToolCall['kind']['type'], fields: Fields): AgentReport | undefined {
  const fault = faultOf(fields, activity);
  const told = stringOf(fields.kind) ?? '';
  // Work that is done was given before.
  if (fault === undefined && told === 'completed') return undefined;
  const fits = activities[told]?.includes(callKind) ?? false;
  return {
    receiver: fits ? stringOf(fields.agent_thread_id) : undefined,
    text: undefined,
    fault: fault ?? (fits ? undefined : `the activity \`${told}\` does not match a call of kind ${callKind}`),
  };
}

/** Nothing for a beginning that says nothing yet. */
export function readAgentReport(
  callKind: ToolCall['kind']['type'],
  phase: 'start' | 'end',
  fields: Fields,
): AgentReport | undefined {
  if (isActivity(phase, fields)) return readActivity(callKind, fields);
  if (!isBetweenAgents(callKind)) return undefined;
  const kind = callKind;
  if (kind === 'spawn_agent') {
    if (phase === 'start') return undefined;
    return {
      sender: stringOf(fields.sender_thread_id),
      receiver: stringOf(fields.new_thread_id),
      text: stringOf(fields.prompt),
      fault: faultOf(fields, shapes.spawned),
    };
  }
  const closes = kind === 'close_agent';
  const shape = phase === 'start' ? (closes ? 'closing' : 'sending') : closes ? 'closed' : 'sent';
  return {
    receiver: stringOf(fields.receiver_thread_id),
    text: closes ? undefined : stringOf(fields.prompt),
    fault: faultOf(fields, shapes[shape]),
  };
}

function faultOf(fields: Fields, shape: Readonly<Record<string, Check<unknown>>>): string | undefined {
  return fieldFault({ ...fields }, shape);
}

export function isBetweenAgents(type: ToolCall['kind']['type']): type is InteractionKind & ToolCall['kind']['type'] {
  return type === 'spawn_agent' || type === 'assign_agent_task' || type === 'send_message' || type === 'close_agent';
}
