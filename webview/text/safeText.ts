/**
 * Text from a trace, made harmless for one line of a label.
 *
 * Bidirectional controls could turn a label around, line breaks and controls could tear it, and ten megabytes could
 * stall the page: controls become visible symbols, length is cut. Leaves out HTML: text is only ever set as text.
 */

const controls = /\p{Cc}|[\u2028\u2029]/gu;
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** So many characters, or one less where that would cut one in half. */
function wholeTo(text: string, count: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(count)) && /[\ud800-\udbff]/.test(text.charAt(count - 1))
    ? count - 1
    : count;
}

/** At most `limit` characters on one line, without characters that act on their neighbours. */
export function lineOf(text: string, limit = 200): string {
  const cut = text.length > limit ? `${text.slice(0, wholeTo(text, limit - 1))}…` : text;
  return cut.toWellFormed().replace(controls, ' ').replace(directions, '\ufffd');
}

/** Text of several lines for a block: same rules, but line breaks and tabs stay. */
export function blockOf(text: string, limit = 200_000): { text: string; cut: boolean } {
  const cut = text.length > limit;
  const part = cut ? text.slice(0, wholeTo(text, limit)) : text;
  const safe = part
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(controls, found => (found === '\n' || found === '\t' ? found : '\ufffd'))
    .replace(directions, '\ufffd');
  return { text: safe, cut };
}
