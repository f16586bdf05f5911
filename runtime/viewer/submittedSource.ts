/**
 * The source of a cell as it was submitted: what a person has in the file and a model wrote, its pragma line included.
 *
 * Invariant: lines are counted in this text wherever a person sees them. What the runtime reports of errors counts from
 * the line after the pragma (code-mode §5), in the recording as in what the model saw; that stays as it was said.
 */

import type { CodeCell, Graph } from '../trace/model.ts';
import { itemText } from './itemText.ts';

export interface SubmittedSource {
  readonly text: string;
  /** What stands before the text that ran: characters and lines; 0 and 0 without a pragma. */
  readonly before: { readonly characters: number; readonly lines: number };
}

export function submittedSource(graph: Graph, cell: CodeCell): SubmittedSource {
  const ran = cell.source_js;
  const item = graph.conversation_items.get(cell.source_item_id);
  const text = item ? itemText(item) : ran;
  const pragma = text.slice(0, text.length - ran.length);
  const headed = text.endsWith(ran) && pragma.includes('@exec:') && pragma.indexOf('\n') === pragma.length - 1;
  return headed
    ? { text, before: { characters: pragma.length, lines: 1 } }
    : { text: ran, before: { characters: 0, lines: 0 } };
}
