/** What the tests inside the extension host tell the runner outside: one JSON value per line over a local socket. */

export type TestMessage =
  | { readonly kind: 'passed'; readonly title: string }
  | { readonly kind: 'failed'; readonly title: string; readonly why: string }
  /** The very last word; without it the run did not come to its end, whatever the exit code says. */
  | { readonly kind: 'ended' };

/** Environment variables by which the runner speaks to the extension host. */
export const variable = {
  /** Port of 127.0.0.1 where the runner listens. */
  port: 'CELLSCOPE_TEST_PORT',
  /** Milliseconds that the tests may take. */
  limit: 'CELLSCOPE_TEST_LIMIT',
} as const;

/** Throws when the line is none of ours. */
export function parseMessage(line: string): TestMessage {
  const value: unknown = JSON.parse(line);
  if (typeof value === 'object' && value !== null && 'kind' in value) {
    const { kind } = value;
    if (kind === 'ended') return { kind };
    if ('title' in value && typeof value.title === 'string') {
      if (kind === 'passed') return { kind, title: value.title };
      if (kind === 'failed' && 'why' in value) return { kind, title: value.title, why: String(value.why) };
    }
  }
  throw new Error(`The extension host sent something that is no test message: ${line}`);
}
