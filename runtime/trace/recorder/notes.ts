/**
 * Facts as text, on their way to the thread that writes them.
 *
 * Invariant: what is read is what was told, but for the JSON texts that a fact carries beside its values: of them the
 * text is made, which is why calls of tools, the bulk of a busy run, cost next to nothing here.
 */

import type { EntityId } from '../../base/ids.ts';
import { isRecord } from '../../base/json.ts';
import type { NestedCallEnded, NestedCallStarted, SessionFact } from '../../base/observer.ts';
import type { SessionMetadata } from '../payloads.ts';

/** What stands at the head of a rollout. */
export interface Beginning {
  readonly atMs: number;
  readonly traceId: string;
  readonly threadId: EntityId;
  readonly metadata: SessionMetadata;
}

export type Notes =
  | { readonly type: 'begin'; readonly beginning: Beginning }
  | { readonly type: 'facts'; readonly facts: readonly SessionFact[] }
  | { readonly type: 'end'; readonly atMs: number };

/** `onFault`: a fact that cannot be written as JSON; the others are. */
export function notesText(notes: Notes, onFault: (error: unknown) => void): string {
  if (notes.type !== 'facts') return JSON.stringify(notes);
  let text = '';
  for (const fact of notes.facts) {
    try {
      text += `${text === '' ? '' : ','}${factText(fact)}`;
    } catch (error) {
      onFault(error);
    }
  }
  return `{"type":"facts","facts":[${text}]}`;
}

/** Text that `notesText` made. */
export function readNotes(text: string): Notes {
  const notes: unknown = JSON.parse(text);
  if (!isRecord(notes)) throw new Error('these are no notes');
  return notes as unknown as Notes;
}

function factText(fact: SessionFact): string {
  if (fact.type === 'nested_call_started' && fact.inputJson !== undefined) return startedText(fact, fact.inputJson);
  if (fact.type === 'nested_call_ended' && fact.valueJson !== undefined) return endedText(fact, fact.valueJson);
  return JSON.stringify(fact);
}

function startedText({ type, atMs, cellId, toolCallId, name, namespace, kind }: NestedCallStarted, input: string) {
  const space = namespace === undefined ? '' : `"namespace":${JSON.stringify(namespace)},`;
  const tool = `"name":${JSON.stringify(name)},${space}"kind":"${kind}"`;
  return `{"type":"${type}","atMs":${atMs},${callText(cellId, toolCallId)},${tool},"input":${input}}`;
}

function endedText({ type, atMs, cellId, toolCallId, outcome }: NestedCallEnded, value: string) {
  const end = `{"status":"${outcome.status}","value":${value}}`;
  return `{"type":"${type}","atMs":${atMs},${callText(cellId, toolCallId)},"outcome":${end}}`;
}

function callText(cellId: string, toolCallId: string): string {
  return `"cellId":${JSON.stringify(cellId)},"toolCallId":${JSON.stringify(toolCallId)}`;
}
