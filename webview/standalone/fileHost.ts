/**
 * Stands in for the host in a saved file: answers from the rollout within the file, as the editor's host would from disk.
 *
 * Invariants: answers come later, never inside the call; each `ready` is answered by the header and the whole timeline;
 * payloads are unpacked when asked for. Commands do nothing, since nothing can be run from a file. What the reader does
 * to the view is kept with the page's place in the browser's history, and goes with its tab.
 */

import { isRecord, unreachable } from '../../runtime/base/json.ts';
import { project } from '../../runtime/trace/timeline/projection.ts';
import { deltaParts } from '../../runtime/viewer/deltaParts.ts';
import { describe } from '../../runtime/viewer/describe.ts';
import type { HostMessage, PageMessage, PayloadResult } from '../../runtime/viewer/messages.ts';
import { answerQuestion } from '../../runtime/viewer/questions.ts';
import { type SavedGraph, SavedReader, savedElement, textElement } from '../../runtime/viewer/savedLines.ts';
import { sayIn, saySaved } from '../../runtime/viewer/words.ts';
import type { HostPort } from '../host.ts';
import { embeddedTexts } from '../texts.ts';
import { blockJson, blockLines } from './dataBlock.ts';

export class FileHost implements HostPort {
  readonly alone = true;
  private readonly say = sayIn(savedWords());
  private receive: (data: unknown) => void = () => {};
  private saved: Promise<SavedGraph> | null = null;
  private readonly blocks = new Map<number, Promise<unknown>>();

  post(message: PageMessage): void {
    void this.answer(message).catch((error: unknown) => {
      const fault = error instanceof Error ? error.message : String(error);
      this.tell({ type: 'problem', message: saySaved(this.say, fault) });
    });
  }

  listen(receive: (data: unknown) => void): () => void {
    this.receive = receive;
    return () => {
      this.receive = () => {};
    };
  }

  getState(): unknown {
    return history.state;
  }

  setState(state: unknown): void {
    try {
      history.replaceState(state, '');
    } catch {
      // A view that is not kept is no harm.
    }
  }

  private async answer(message: PageMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.show();
      case 'details': {
        const { graph } = await this.rollout();
        this.tell({ type: 'details', requestId: message.requestId, details: describe(graph, message.ref, this.say) });
        return;
      }
      case 'payload': {
        const result = await this.payload(message.payloadId);
        this.tell({ type: 'payload', requestId: message.requestId, result });
        return;
      }
      case 'question': {
        const { graph } = await this.rollout();
        const answer = await answerQuestion(graph, message.question, id => this.payload(id));
        this.tell({ type: 'answer', requestId: message.requestId, answer });
        return;
      }
      case 'more':
      case 'open':
      case 'selected':
      case 'command':
        return;
      default:
        unreachable(message);
    }
  }

  private async show(): Promise<void> {
    const header = { title: document.title, findings: [], liveCells: [], newcomer: true };
    this.tell({ type: 'header', header: { ...header, state: 'loading' } });
    const { head, graph } = await this.rollout().catch((error: unknown) => {
      this.tell({ type: 'header', header: { ...header, state: 'recorded' } });
      throw error;
    });
    const { title, findings, notes } = head;
    const { rollout_id: bundleKey } = graph;
    const noted = notes ? { notes } : {};
    this.tell({ type: 'header', header: { ...header, title, findings, ...noted, state: 'recorded', bundleKey } });
    const parts = deltaParts(project(graph, { findings }));
    for (const [place, part] of parts.entries()) {
      this.tell({ type: 'timeline', delta: part(), rest: parts.length - 1 - place });
      await pause();
    }
  }

  private async payload(id: string): Promise<PayloadResult> {
    const { head, payloads } = await this.rollout();
    const place = payloads.get(id);
    if (!place) return { ok: false, message: head.payloadsNote };
    let block = this.blocks.get(place.block);
    if (!block) {
      // One block at a time stays unpacked.
      this.blocks.clear();
      block = blockJson(savedElement.payloads(place.block));
      this.blocks.set(place.block, block);
    }
    const results = await block.catch((error: unknown) => [{ ok: false, message: String(error) }]);
    const result = Array.isArray(results) ? results[place.at] : undefined;
    return result ?? { ok: false, message: head.payloadsNote };
  }

  private rollout(): Promise<SavedGraph> {
    this.saved ??= readRollout();
    return this.saved;
  }

  private tell(message: HostMessage): void {
    queueMicrotask(() => this.receive(message));
  }
}

/** Words of the details in the language of whoever saved the file; none in English. */
function savedWords(): Record<string, string> {
  const words = embeddedTexts(textElement.details);
  if (!isRecord(words)) return {};
  const texts = Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}

async function readRollout(): Promise<SavedGraph> {
  const reader = new SavedReader();
  for await (const line of blockLines(savedElement.graph)) reader.line(line);
  return reader.end();
}

/** Lets the page draw in between. */
function pause(): Promise<void> {
  return new Promise(done => setTimeout(done));
}
