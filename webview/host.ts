/**
 * The way to the host: an editor through its webview API, or whatever hands in the same four functions.
 */

import type { PageMessage } from '../runtime/viewer/messages.ts';

export interface HostPort<Message = PageMessage> {
  /** True in a saved file: nothing can be run or opened from here. */
  readonly alone?: boolean;
  post(message: Message): void;
  /** Calls `receive` with whatever arrives; returns how to stop. */
  listen(receive: (data: unknown) => void): () => void;
  getState(): unknown;
  setState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: (() => VsCodeApi) | undefined;

/** Said by a page of the extension that finds itself somewhere else. */
export const outsideText = 'This page belongs to the Cellscope extension and shows nothing outside of it.';

/** The editor's port, or null outside an editor. To be called once per page. */
export function editorPort<Message = PageMessage>(): HostPort<Message> | null {
  if (typeof acquireVsCodeApi !== 'function') return null;
  const api = acquireVsCodeApi();
  return {
    post: message => api.postMessage(message),
    listen(receive) {
      const onMessage = (event: MessageEvent) => receive(event.data);
      addEventListener('message', onMessage);
      return () => removeEventListener('message', onMessage);
    },
    getState: () => api.getState(),
    setState: state => api.setState(state),
  };
}
