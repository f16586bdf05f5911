/**
 * What a scripted model says: items of a response, in the words of the Responses API.
 */
import type { JsonObject, JsonValue } from '../../../runtime/base/json.ts';

export function exec(call_id: string, input: string): JsonObject {
  return { type: 'custom_tool_call', call_id, name: 'exec', input };
}

/** `args` as an object, or as text where the text itself matters. */
export function call(call_id: string, name: string, args: JsonObject | string, namespace?: string): JsonObject {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  return { type: 'function_call', call_id, name, arguments: text, ...(namespace === undefined ? {} : { namespace }) };
}

export function wait(call_id: string, cell_id: string, more: JsonObject = {}): JsonObject {
  return call(call_id, 'wait', { cell_id, ...more });
}

/** A freeform tool, such as `apply_patch`. */
export function custom(call_id: string, name: string, input: string): JsonObject {
  return { type: 'custom_tool_call', call_id, name, input };
}

let messages = 0;
export function say(text: string, more: JsonObject = {}): JsonObject {
  messages++;
  return {
    type: 'message',
    role: 'assistant',
    id: `message-${messages}`,
    content: [{ type: 'output_text', text }],
    ...more,
  };
}

export function think(id: string, summary: string[], encrypted?: string, content?: string[]): JsonObject {
  const texts = (type: string, list: string[]): JsonValue[] => list.map(text => ({ type, text }));
  return {
    type: 'reasoning',
    id,
    summary: texts('summary_text', summary),
    ...(content ? { content: texts('reasoning_text', content) } : {}),
    ...(encrypted === undefined ? {} : { encrypted_content: encrypted }),
  };
}
