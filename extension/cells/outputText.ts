/**
 * What a cell put out, as text for a person: raw items, never the truncated view a model would get.
 *
 * Leaves out pictures and sound: a line says what and how big, and leads to them (`outputMedia.ts`).
 */

import type { CellResponse, ContentItem, ResponseStatus } from '../../runtime/base/content.ts';
import type { CellRecord } from './cellBook.ts';

/** Seconds with one decimal, as the model sees wall time (code-mode §4); minutes from two on. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

export function itemText(item: ContentItem): string {
  switch (item.type) {
    case 'text':
      return item.text;
    case 'image':
      return `[image: ${dataText(item.imageUrl)}]`;
    case 'audio':
      return `[audio: ${dataText(item.audioUrl)}]`;
  }
}

/** The kind and size of a data URL; another URL as it is, cut to 200 characters. */
function dataText(url: string): string {
  const match = /^data:([^;,]*)(;base64)?,/.exec(url);
  if (!match) return url.slice(0, 200);
  const body = url.length - match[0].length;
  // Padding stands for no byte.
  const padding = url.endsWith('==') ? 2 : url.endsWith('=') ? 1 : 0;
  const bytes = match[2] ? Math.floor(((body - padding) * 3) / 4) : body;
  return `${match[1] || 'text/plain'}, ${sizeText(bytes)}`;
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** The body of one response: its items, then the error when there is one. */
export function responseBody(response: CellResponse): string {
  const parts = response.items.map(itemText);
  if (response.errorText !== undefined) parts.push(response.errorText);
  return parts.join('\n');
}

/** What the rules between responses say; a host passes its language's words. */
export interface OutputWords {
  readonly status: Readonly<Record<ResponseStatus, string>>;
  readonly running: string;
  readonly after: (what: string, time: string) => string;
}

/** A picture or sound, and the line of the document that stands for it, counted from 0. */
export interface OutputMedia {
  readonly line: number;
  readonly item: Exclude<ContentItem, { readonly type: 'text' }>;
}

export interface OutputDocument {
  readonly text: string;
  readonly media: readonly OutputMedia[];
}

/**
 * Everything a cell has put out so far, in order; below each response a rule that says how that call ended. The last
 * line of a cell that somebody waits for says that it runs.
 */
export function outputDocument(cell: CellRecord, words: OutputWords): OutputDocument {
  const lines: string[] = [];
  const media: OutputMedia[] = [];
  let line = 0;
  const add = (text: string) => {
    lines.push(text);
    line += 1 + (text.match(/\r\n|[\r\n]/g)?.length ?? 0);
  };
  for (const output of cell.outputs) {
    if (output.type === 'notification') {
      add(output.text);
      continue;
    }
    const { items, status } = output.response;
    if (responseBody(output.response) !== '') {
      for (const item of items) {
        if (item.type !== 'text') media.push({ line, item });
        add(itemText(item));
      }
      if (output.response.errorText !== undefined) add(output.response.errorText);
    }
    add(rule(words.after(words.status[status], durationText(output.tookMs))));
    add('');
  }
  if (cell.phase === 'running' || cell.phase === 'terminating') add(rule(words.running));
  return { text: lines.join('\n'), media };
}

function rule(text: string): string {
  return `── ${text} ${'─'.repeat(Math.max(3, 40 - text.length))}`;
}
