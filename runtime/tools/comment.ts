/**
 * A text from a schema as a comment that cannot be left by what the text says.
 */

/** A doc comment with its line end, or nothing for a blank text. */
export function comment(text: string, indent: string): string {
  const lines = text
    .replaceAll('*/', '*\\/')
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(line => line.trimEnd());
  if (lines.length === 1 && lines[0] === '') return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map(line => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}
