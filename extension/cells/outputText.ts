/**
 * What a cell put out, as text for a person: raw items, never the truncated view a model would get.
 *
 * Leaves out pictures and sound: a line says what and how big, the timeline's details show them.
 */

import type { CellResponse, ContentItem } from '../../runtime/base/content.ts';
import type { CellOutput, CellRecord } from './cellBook.ts';

/** Seconds with one decimal, as the model sees wall time (code-mode §4); minutes from two on. */
export function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
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
  const bytes = match[2] ? Math.floor((body * 3) / 4) : body;
  return `${match[1] || 'text/plain'}, ${sizeText(bytes)}`;
}

export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

const statusText = {
  yielded: 'runs on',
  pending: 'paused',
  completed: 'completed',
  failed: 'failed',
  terminated: 'terminated',
} as const;

/** The body of one response: its items, then the error when there is one. Without either, what that means. */
export function responseBody(response: CellResponse): string {
  const parts = response.items.map(itemText);
  if (response.errorText !== undefined) parts.push(response.errorText);
  return parts.length > 0 ? parts.join('\n') : '(no output)';
}

function outputHead(output: CellOutput): string {
  if (output.type === 'notification') return 'notification';
  return `${statusText[output.response.status]} after ${durationText(output.tookMs)}`;
}

/** One stretch of output for a running log of several cells. */
export function outputEntry(label: string, output: CellOutput): string {
  const body = output.type === 'notification' ? output.text : responseBody(output.response);
  return `── ${label} · ${outputHead(output)} ${'─'.repeat(8)}\n${body}\n`;
}

/** Everything one cell has put out so far, joined: what a person copies or searches. */
export function outputDocument(cell: CellRecord): string {
  const parts = cell.outputs.flatMap(output => {
    if (output.type === 'notification') return [output.text];
    const { response } = output;
    return response.items.length > 0 || response.errorText !== undefined ? [responseBody(response)] : [];
  });
  if (parts.length > 0) return parts.join('\n');
  return cell.live ? '(no output yet)' : '(no output)';
}
