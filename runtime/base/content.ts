/**
 * What a cell puts out, and the response that carries it (code-mode §3, §4).
 *
 * `items` are raw: neither headed nor truncated. `output` is what the model would see.
 */

import type { CellId, NestedCallId } from './ids.ts';

export type ImageDetail = 'auto' | 'low' | 'high' | 'original';

export interface TextItem {
  readonly type: 'text';
  readonly text: string;
}
export interface ImageItem {
  readonly type: 'image';
  readonly imageUrl: string;
  readonly detail: ImageDetail;
}
export interface AudioItem {
  readonly type: 'audio';
  readonly audioUrl: string;
}
export type ContentItem = TextItem | ImageItem | AudioItem;

export type ResponseStatus = 'yielded' | 'terminated' | 'completed' | 'failed' | 'pending';

/** One answer of a cell to whoever observes it. */
export interface CellResponse {
  readonly status: ResponseStatus;
  readonly cellId: CellId;
  readonly items: readonly ContentItem[];
  readonly errorText?: string;
  readonly pendingToolCallIds?: readonly NestedCallId[];
  /** Header item first, truncated to the token budget; a plain string when there is nothing but the header. */
  readonly output: string | readonly ContentItem[];
}

/** Which of `items` and `output` are asked for; the other is left out of the answer. */
export type ResponseView = 'items' | 'output' | 'both';

export type ViewedResponse<View extends ResponseView> = Omit<CellResponse, 'items' | 'output'> &
  Pick<CellResponse, View extends 'both' ? 'items' | 'output' : View>;

/** True when no later response of the same cell can follow. */
export function isFinal(status: ResponseStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'terminated';
}
