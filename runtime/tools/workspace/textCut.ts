/**
 * Cutting text by bytes without splitting a character, and the model's measure of it: 4 bytes are a token.
 */

/** The longest beginning of `text` that has at most `limit` bytes of UTF-8. */
export function firstBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  let end = Math.max(0, limit);
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

/** The longest end of `text` that has at most `limit` bytes of UTF-8. */
export function lastBytes(text: string, limit: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= limit) return text;
  let start = bytes.length - Math.max(0, limit);
  while (start < bytes.length && isContinuation(bytes[start])) start += 1;
  return bytes.toString('utf8', start);
}

export function tokensIn(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4);
}

/** Head and tail of `text` around a note of what is missing; the text itself when it fits `maxTokens`. */
export function cutMiddle(text: string, maxTokens: number): string {
  const total = tokensIn(text);
  if (total <= maxTokens) return text;
  const half = Math.floor((maxTokens * 4) / 2);
  return `${firstBytes(text, half)}…${total - maxTokens} tokens truncated…${lastBytes(text, half)}`;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
