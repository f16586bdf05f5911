/**
 * What the model saw of a terminal operation: the items of the call that ran it, once there are any.
 */

import type { TerminalOperation, ToolCall } from '../model.ts';

/** The lists are the tool call's own, so they grow with it. True when the operation was not observed before. */
export function observe(operation: TerminalOperation, tool: ToolCall): boolean {
  const { model_visible_call_item_ids: calls, model_visible_output_item_ids: outputs } = tool;
  const seen = calls.length + outputs.length > 0;
  if (!seen || operation.model_observations.length > 0) return false;
  operation.model_observations.push({ call_item_ids: calls, output_item_ids: outputs, source: 'direct_tool_call' });
  return true;
}
