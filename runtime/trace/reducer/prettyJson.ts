/**
 * JSON indented by two spaces, as `JSON.stringify(value, null, 2)` has it, starting at any depth. Several times as fast.
 *
 * For plain data only: no `toJSON`, no cycles. Properties that are `undefined` are left out.
 */

const breaks: string[] = ['\n'];

function lineBreak(depth: number): string {
  breaks[depth] ??= `\n${'  '.repeat(depth)}`;
  return breaks[depth];
}

/** `depth`: how deep the value lies already; its first line is not indented. */
export function prettyJson(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? list(value, depth) : record(value, depth);
    default:
      return 'null';
  }
}

function list(values: readonly unknown[], depth: number): string {
  if (values.length === 0) return '[]';
  const inner = lineBreak(depth + 1);
  let text = '[';
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? '' : ','}${inner}${prettyJson(values[i], depth + 1)}`;
  return `${text}${lineBreak(depth)}]`;
}

function record(value: object, depth: number): string {
  const inner = lineBreak(depth + 1);
  let text = '';
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (field === undefined) continue;
    text += `${text === '' ? '{' : ','}${inner}${JSON.stringify(key)}: ${prettyJson(field, depth + 1)}`;
  }
  return text === '' ? '{}' : `${text}${lineBreak(depth)}}`;
}
