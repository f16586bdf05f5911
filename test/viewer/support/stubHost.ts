/**
 * Runs inside the page before its script: the editor's webview API as a stub that remembers what it was told.
 *
 * It is handed to the page as source text, so it must not reach for anything outside of itself.
 */

export interface StubWindow {
  stub: { sent: unknown[]; state: unknown };
  acquireVsCodeApi: () => unknown;
}

export function installStubHost(state: unknown): void {
  const stub = { sent: [] as unknown[], state };
  const page = globalThis as unknown as StubWindow;
  page.stub = stub;
  page.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => stub.sent.push(message),
    getState: () => stub.state,
    setState: (next: unknown) => {
      stub.state = next;
    },
  });
}
