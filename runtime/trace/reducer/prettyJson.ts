/**
 * JSON indented by two spaces, as `JSON.stringify(value, null, 2)` has it, starting at any depth. Several times as fast.
 *
 * For plain data only: no `toJSON`, no cycles. Properties that are `undefined` are left out.
 */

const breaks: string[] = [];
/** By depth: a line break, the indentation and the quoted key. */
const keyTexts: Map<string, string>[] = [];

function lineBreak(depth: number): string {
  breaks[depth] ??= `\n${'  '.repeat(depth)}`;
  return breaks[depth];
}

function keyText(depth: number, key: string): string {
  const texts = keyTexts[depth] ?? new Map<string, string>();
  keyTexts[depth] = texts;
  let text = texts.get(key);
  if (text === undefined) {
    text = `${lineBreak(depth)}${JSON.stringify(key)}: `;
    // Keys of entities are few; keys that come from a recording may be anything.
    if (texts.size < 256) texts.set(key, text);
  }
  return text;
}

/** `depth`: how deep the value lies already; its first line is not indented. */
export function prettyJson(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? `${value}` : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return prettyList(value, depth);
      return prettyRecord(value, Object.keys(value), depth);
    default:
      return 'null';
  }
}

function prettyList(values: readonly unknown[], depth: number): string {
  if (values.length === 0) return '[]';
  const inner = lineBreak(depth + 1);
  let text = '[';
  let separator = inner;
  for (const value of values) {
    text += separator + prettyJson(value, depth + 1);
    separator = `,${inner}`;
  }
  return `${text}${lineBreak(depth)}]`;
}

/** An object with its fields in the given order; fields that are not named are left out. */
export function prettyRecord(value: object, order: readonly string[], depth: number): string {
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const key of order) {
    const field = fields[key];
    if (field === undefined) continue;
    if (text.length > 1) text += ',';
    text += keyText(depth + 1, key) + prettyJson(field, depth + 1);
  }
  return text.length > 1 ? `${text}${lineBreak(depth)}}` : '{}';
}
