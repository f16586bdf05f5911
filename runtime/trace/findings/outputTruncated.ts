/** Output that was cut before the model saw it (code-mode §4): it worked with less than there was. */

import type { Finding } from '../finding.ts';
import type { ConversationItem, Graph } from '../model.ts';
import { finding } from './rule.ts';
import { type FindingSentence, sentence } from './texts.ts';

const original = /^Warning: truncated output \(original token count: (\d+)\)/;
const leftOut = /…(\d+) tokens truncated…/;
const omitted = /^\[omitted \d+ (text|audio) items/;
const overLimit = /^\[Code Mode session output limit reached: omitted (\d+) text bytes/;

export function outputTruncated(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const item of graph.conversation_items.values()) {
    if (item.kind !== 'custom_tool_call_output' && item.kind !== 'function_call_output') continue;
    const said = lossOf(item);
    if (said === null) continue;
    const call = item.call_id === null ? undefined : graph.tool_calls.get(item.call_id);
    const cell = item.call_id === null ? undefined : graph.code_cells.get(`code_cell:${item.call_id}`);
    found.push(
      finding('info', 'output-truncated', said, [
        ...(call ? [{ kind: 'tool_call', id: call.tool_call_id } as const] : []),
        ...(cell ? [{ kind: 'code_cell', id: cell.code_cell_id } as const] : []),
        { kind: 'conversation_item', id: item.item_id },
      ]),
    );
  }
  return found;
}

function lossOf(item: ConversationItem): FindingSentence | null {
  const output = item.call_id ?? item.item_id;
  for (const part of item.body.parts) {
    if (part.type !== 'text') continue;
    const limit = overLimit.exec(part.text)?.[1];
    if (limit !== undefined) {
      return sentence(
        'the output of {0} was cut before the model saw it ({1} bytes over the limit of a cell): print less, or raise max_output_tokens',
        output,
        limit,
      );
    }
    const lost = leftOut.exec(part.text)?.[1];
    const whole = original.exec(part.text)?.[1];
    if (lost !== undefined && whole !== undefined) {
      return sentence(
        'the output of {0} was cut before the model saw it ({1} of {2} tokens): print less, or raise max_output_tokens',
        output,
        lost,
        whole,
      );
    }
    if (lost !== undefined) {
      return sentence(
        'the output of {0} was cut before the model saw it ({1} tokens): print less, or raise max_output_tokens',
        output,
        lost,
      );
    }
    if (omitted.test(part.text)) {
      return sentence(
        'the output of {0} was cut before the model saw it ({1}): print less, or raise max_output_tokens',
        output,
        part.text.slice(1).replace(/[ .\]]+$/, ''),
      );
    }
  }
  return null;
}
