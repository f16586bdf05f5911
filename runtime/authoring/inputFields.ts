/**
 * Which fields may be written next in the input of a tool's call, `tools.read_file({ … })`, while the text is not yet a
 * program. Pure text in, plain help out.
 *
 * Reads back from the cursor over some lines; odd brackets in a string or comment may mislead it, and then nothing is
 * offered.
 */

import { isRecord } from '../base/json.ts';
import { exposedName, type ToolDefinition } from '../base/tool.ts';
import { renderSchema } from '../tools/schemaType.ts';

export interface InputField {
  readonly name: string;
  readonly required: boolean;
  /** TypeScript. */
  readonly type: string;
  readonly about: string;
  /** How a value of it is written: the ways there are, or text with `$1` where the author goes on. */
  readonly value: { readonly among: readonly string[] } | { readonly text: string };
}

/** Characters that are looked over on either side. */
const farthest = 4000;

/** Required fields first, without those written already; empty where no field can be written. */
export function inputFields(before: string, after: string, tools: readonly ToolDefinition[]): InputField[] {
  const text = before.slice(-farthest);
  const brace = openBrace(text);
  if (brace === -1) return [];
  const name = /(?<![\w$.])tools\s*\.\s*([\w$]+)\s*\(\s*$/.exec(text.slice(0, brace))?.[1];
  const schema = tools.find(each => exposedName(each.name) === name)?.inputSchema;
  const inside = text.slice(brace + 1);
  if (!isRecord(schema?.properties) || !/(?:^|,)\s*[\w$]*$/.test(inside)) return [];
  const written = new Set(
    [...`${inside}\n${after.slice(0, farthest).split('}', 1)[0]}`.matchAll(/([\w$]+)\s*:/g)].map(match => match[1]),
  );
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties)
    .filter(([field]) => !written.has(field))
    .map(([field, type]) => fieldOf(field, type, required.includes(field)))
    .sort((one, other) => Number(other.required) - Number(one.required));
}

/** Where the innermost brace stands that is still open at the end; -1 when a bracket or parenthesis is. */
function openBrace(text: string): number {
  let closed = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at] ?? '';
    if (')]}'.includes(character)) closed += 1;
    else if ('([{'.includes(character)) {
      if (closed === 0) return character === '{' ? at : -1;
      closed -= 1;
    }
  }
  return -1;
}

function fieldOf(name: string, schema: unknown, required: boolean): InputField {
  const { type } = renderSchema(schema, 'Field');
  const about = isRecord(schema) && typeof schema.description === 'string' ? schema.description : '';
  return { name, required, type, about, value: valueText(schema) };
}

function valueText(schema: unknown): InputField['value'] {
  if (!isRecord(schema)) return { text: '$1' };
  if (Array.isArray(schema.enum)) {
    return { among: schema.enum.map(each => (typeof each === 'string' ? `'${each}'` : JSON.stringify(each))) };
  }
  switch (schema.type) {
    case 'boolean':
      return { among: ['true', 'false'] };
    case 'string':
      return { text: "'$1'" };
    case 'array':
      return { text: '[$1]' };
    case 'object':
      return { text: '{ $1 }' };
    default:
      return { text: '$1' };
  }
}
