/**
 * JSON Schema as a TypeScript type (code-mode §6).
 *
 * Invariant: the text is valid TypeScript for any JSON, however odd as a schema: what is not understood is `unknown`.
 * A schema reached by `$ref` becomes a named type, so that recursion is just a name used inside itself.
 * Leaves out what TypeScript cannot say (ranges, patterns, `not`, `if`): the input check says it when a call breaks it.
 */

import { isRecord } from '../base/json.ts';
import { comment } from './comment.ts';
import { followReference, isCircle, referenceName } from './schemaReference.ts';
import {
  arrayOf,
  bracketed,
  intersection,
  literalType,
  neverType,
  plain,
  propertyKey,
  type TypeText,
  union,
  unknownType,
} from './typeText.ts';

export interface NamedType {
  readonly name: string;
  readonly type: string;
}

export interface RenderedSchema {
  readonly type: string;
  /** The types it refers to by name, in the order in which they were met. */
  readonly named: readonly NamedType[];
}

const primitives = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
]);

/** `prefix` begins the names of the types made for this schema; the caller keeps prefixes apart. */
export function renderSchema(schema: unknown, prefix: string): RenderedSchema {
  const references = new Map<string, { readonly name: string; type: string }>();
  const { text } = render(schema, '');
  return { type: text, named: [...references.values()] };

  function render(node: unknown, indent: string): TypeText {
    if (node === false) return neverType;
    if (!isRecord(node)) return unknownType;
    const branches = [node.anyOf, node.oneOf].filter(Array.isArray);
    const parts = [
      ...(typeof node.$ref === 'string' ? [reference(node.$ref)] : []),
      literals(node) ?? shape(node, indent),
      ...branches.map(each => union(each.map((branch: unknown) => render(branch, indent)))),
      ...(Array.isArray(node.allOf) ? node.allOf.map(each => render(each, indent)) : []),
    ];
    const whole = intersection(parts);
    return node.nullable === true ? union([whole, plain('null')]) : whole;
  }

  /** What `type`, `properties`, `items` and their like say. */
  function shape(node: Record<string, unknown>, indent: string): TypeText {
    if (Array.isArray(node.type)) return union(node.type.map(type => ofType(type, node, indent)));
    if (typeof node.type === 'string') return ofType(node.type, node, indent);
    if (isRecord(node.properties) || isRecord(node.patternProperties) || isRecord(node.additionalProperties)) {
      return object(node, indent);
    }
    return 'items' in node || 'prefixItems' in node ? array(node, indent) : unknownType;
  }

  function ofType(type: unknown, node: Record<string, unknown>, indent: string): TypeText {
    if (type === 'object') return object(node, indent);
    if (type === 'array') return array(node, indent);
    return plain((typeof type === 'string' ? primitives.get(type) : undefined) ?? 'unknown');
  }

  function object(node: Record<string, unknown>, indent: string): TypeText {
    const properties = isRecord(node.properties) ? Object.entries(node.properties) : [];
    const required = new Set(Array.isArray(node.required) ? node.required : []);
    const inner = `${indent}  `;
    const lines = properties.map(([key, value]) => {
      const about = isRecord(value) && typeof value.description === 'string' ? comment(value.description, inner) : '';
      return `${about}${inner}${propertyKey(key)}${required.has(key) ? '' : '?'}: ${render(value, inner).text};\n`;
    });
    const named = lines.length === 0 ? [] : [plain(`{\n${lines.join('')}${indent}}`)];
    const others = otherProperties(node, indent);
    if (others.length > 0) return intersection([...named, plain(`{ [key: string]: ${union(others).text} }`)]);
    if (named.length > 0) return intersection(named);
    return plain(node.additionalProperties === false ? 'Record<string, never>' : '{ [key: string]: unknown }');
  }

  /** The types of properties that have no name in the schema. */
  function otherProperties(node: Record<string, unknown>, indent: string): TypeText[] {
    const patterns = isRecord(node.patternProperties) ? Object.values(node.patternProperties) : [];
    const others = isRecord(node.additionalProperties) ? [node.additionalProperties] : [];
    return [...patterns, ...others].map(each => render(each, indent));
  }

  function array(node: Record<string, unknown>, indent: string): TypeText {
    // Before draft 2020-12 a tuple was written as `items`, and what follows it as `additionalItems`.
    const old = Array.isArray(node.items) ? node.items : undefined;
    const first = Array.isArray(node.prefixItems) ? node.prefixItems : old;
    const rest = old === undefined ? node.items : node.additionalItems;
    if (first === undefined) return arrayOf(render(rest, indent));
    const least = typeof node.minItems === 'number' ? node.minItems : 0;
    const members = first.map((each, index) => `${bracketed(render(each, indent))}${index < least ? '' : '?'}`);
    if (rest !== false) members.push(`...${arrayOf(render(rest, indent)).text}`);
    return plain(`[${members.join(', ')}]`);
  }

  function reference(ref: string): TypeText {
    const target = followReference(schema, ref);
    if (target === undefined || isCircle(schema, ref)) return unknownType;
    const known = references.get(ref);
    if (known !== undefined) return plain(known.name);
    const taken = new Set([...references.values()].map(each => each.name));
    const entry = { name: freeName(`${prefix}${referenceName(ref)}`, taken), type: 'unknown' };
    references.set(ref, entry);
    entry.type = render(target, '').text;
    return plain(entry.name);
  }
}

export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`;
  return name;
}

function literals(node: Record<string, unknown>): TypeText | undefined {
  if ('const' in node) return literalType(node.const);
  return Array.isArray(node.enum) ? union(node.enum.map(literalType)) : undefined;
}
