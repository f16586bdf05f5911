/**
 * Which fields may be written next in the input of a tool's call, `tools.read_file({ … })`, or in an object or a list in
 * it, while the text is not yet a program. Pure text in, plain help out.
 *
 * Leaves out what a schema says by reference or by alternatives: of that nothing is offered.
 */

import { isRecord } from '../base/json.ts';
import { exposedName, type ToolDefinition } from '../base/tool.ts';
import { renderSchema } from '../tools/schemaType.ts';
import { codeIn, openBracket } from './codeIn.ts';

export interface InputField {
  readonly name: string;
  readonly required: boolean;
  /** TypeScript. */
  readonly type: string;
  readonly about: string;
  /** How a value of it is written: the ways there are, or text with `$1` where the author goes on. */
  readonly value: { readonly among: readonly string[] } | { readonly text: string };
}

/** So many characters behind the cursor are looked over. */
const farthest = 4_000;
const longestName = 200;

/** Required fields first, without those written already; empty where no field can be written. */
export function inputFields(before: string, after: string, tools: readonly ToolDefinition[]): InputField[] {
  const { code, end } = codeIn(before);
  const brace = openBracket(code);
  if (end !== 'code' || code[brace] !== '{' || !/(?:^|,)\s*[\w$]*$/.test(code.slice(brace + 1))) return [];
  const schema = new Reading(before, code, tools).schemaAt(brace);
  if (!isRecord(schema?.properties)) return [];
  const inside = brace + 1;
  const written = new Set([
    ...fieldsIn(before.slice(inside), code.slice(inside)),
    ...fieldsIn(after, codeIn(after.slice(0, farthest)).code),
  ]);
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(schema.properties)
    .filter(([field]) => !written.has(field))
    .map(([field, type]) => fieldOf(field, type, required.includes(field)))
    .sort((one, other) => Number(other.required) - Number(one.required));
}

/** What the schemas of tools say of brackets in a text. */
class Reading {
  readonly #text: string;
  readonly #code: string;
  readonly #tools: readonly ToolDefinition[];

  constructor(text: string, code: string, tools: readonly ToolDefinition[]) {
    this.#text = text;
    this.#code = code;
    this.#tools = tools;
  }

  /** Of the value that an open bracket begins: a tool's input, a field of one, an entry of a list in one. */
  schemaAt(bracket: number): Record<string, unknown> | undefined {
    const before = this.#code.slice(0, bracket);
    const tool = /(?<![\w$.])tools\s*\??\.\s*([\w$]+)\s*\(\s*$/.exec(before)?.[1];
    const found =
      tool === undefined
        ? this.#inside(before)
        : this.#tools.find(each => exposedName(each.name) === tool)?.inputSchema;
    return isRecord(found) ? found : undefined;
  }

  #inside(before: string): unknown {
    const around = openBracket(before);
    if (around === -1) return undefined;
    const own = before.slice(around + 1);
    if (before[around] === '[') return /(?:^|,)\s*$/.test(own) ? this.schemaAt(around)?.items : undefined;
    const key = /(?:^|,)\s*((["']?)[^\s,:'"]+\2)\s*:\s*$/d.exec(own)?.indices?.[1];
    if (before[around] !== '{' || key === undefined) return undefined;
    const properties = this.schemaAt(around)?.properties;
    const name = this.#text.slice(around + 1 + key[0], around + 1 + key[1]).replace(/["']/g, '');
    return isRecord(properties) ? properties[name] : undefined;
  }
}

/** The names of the fields that are written in an object, from its beginning or any comma to its end. */
function fieldsIn(text: string, code: string): string[] {
  const names: string[] = [];
  let depth = 0;
  let begins = true;
  for (let at = 0; at < code.length; at++) {
    const character = code[at] ?? '';
    if (begins && /\S/.test(character)) {
      const name = /^(["']?)([\w$]+)\1\s*(?=[:,}])/.exec(text.slice(at, at + longestName))?.[2];
      if (name !== undefined) names.push(name);
      begins = false;
    }
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    if (depth < 0 || (depth === 0 && character === ';')) break;
    begins ||= depth === 0 && character === ',';
  }
  return names;
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
