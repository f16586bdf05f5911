/**
 * Every way to get one thing wrong in a bundle, systematically: each field of each kind of event and payload takes each of
 * the values that parsers trip over; each event is lost, doubled and moved.
 *
 * Leaves out forms that only the reference's parser knows: lists in place of objects, indexes in place of words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../runtime/base/json.ts';

/** A bundle with one file changed. */
export interface Mutant {
  readonly what: string;
  readonly file: string;
  readonly text: string;
}

type Path = readonly (string | number)[];
/** Gives the text of a field from the text it had; null takes the field away. */
type Change = (text: string) => string | null;

const changes: Readonly<Record<string, Change>> = {
  'is missing': () => null,
  'holds more': text => (text.startsWith('{') ? text.replace('{', '{"mood":{"deep":[1]},') : text),
  'is wrapped': text => `{"value":${text}}`,
  'is slightly different': text => (/^"./.test(text) ? `"x${text.slice(1)}` : /^\d/.test(text) ? `${text}1` : text),
  ...Object.fromEntries(
    [
      ['null', 'true', '0', '-1', '1.5', '1.0', '1e2', '-0', '01', 'NaN'],
      ['9007199254740993', '4294967296', '18446744073709551616', '1e400'],
      ['""', '" "', '"wait"', '"other"', '"running"', '"completed"', '"cancelled"', '"{}"', '"1"'],
      ['"\\ud834\\udd1e\\u0000\\/"', '"\\ud800"', '"\\udd1e\\ud834"', '"\t"', `"${'é'.repeat(300)}"`],
      ['[]', '{}', '[[]]', '{"type":"x"}'],
    ]
      .flat()
      .map(text => [`is ${text.length > 30 ? 'long' : text}`, () => text]),
  ),
};

interface Bundle {
  readonly lines: readonly string[];
  readonly payloads: ReadonlyMap<string, string>;
}

function load(folder: string): Bundle {
  const names = readdirSync(join(folder, 'payloads')).sort();
  return {
    lines: readFileSync(join(folder, 'trace.jsonl'), 'utf8').trimEnd().split('\n'),
    payloads: new Map(names.map(name => [`payloads/${name}`, readFileSync(join(folder, 'payloads', name), 'utf8')])),
  };
}

/** One mutant for each kind of event, field of it and change. */
export function* fieldMutants(folder: string): Generator<Mutant> {
  const { lines } = load(folder);
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const type = typeOf(line);
    for (const { what, text } of changed(line, type, seen)) yield { ...logOf(lines.with(index, text)), what };
  }
}

/** One mutant for each use of a payload, field of it and change. */
export function* payloadMutants(folder: string): Generator<Mutant> {
  const { lines, payloads } = load(folder);
  const seen = new Set<string>();
  for (const [file, payload] of payloads) {
    const user = lines.find(line => line.includes(`"${file}"`));
    if (user === undefined) continue;
    for (const { what, text } of changed(payload, `payload of ${typeOf(user)}`, seen)) yield { what, file, text };
  }
}

/** Each event lost, there twice, before its predecessor, first, nearly last, and the last one there is. */
export function* orderMutants(folder: string): Generator<Mutant> {
  const { lines } = load(folder);
  for (const [at, line] of lines.entries()) {
    const rest = lines.toSpliced(at, 1);
    const orders: Readonly<Record<string, readonly string[]>> = {
      'is lost': rest,
      'is there twice': lines.toSpliced(at, 0, line),
      'comes again at the end': lines.toSpliced(-1, 0, line),
      'comes too early': rest.toSpliced(Math.max(0, at - 1), 0, line),
      'comes first': [line, ...rest],
      'comes late': rest.toSpliced(-2, 0, line),
      'is the last': lines.slice(0, at + 1),
    };
    for (const [what, order] of Object.entries(orders)) {
      const numbered = order.map((text, index) => text.replace(/"seq":\d+/, `"seq":${index + 1}`));
      yield { ...logOf(numbered), what: `event ${at + 1}, ${typeOf(line)}, ${what}` };
    }
  }
}

function logOf(lines: readonly string[]): Pick<Mutant, 'file' | 'text'> {
  return { file: 'trace.jsonl', text: `${lines.join('\n')}\n` };
}

function typeOf(line: string): string {
  return /"payload":\{"type":"(\w+)"/.exec(line)?.[1] ?? 'nothing';
}

/** The text of a JSON object with one field changed, once for each field and change that was not seen before. */
function* changed(text: string, owner: string, seen: Set<string>): Generator<{ what: string; text: string }> {
  const value: unknown = JSON.parse(text);
  for (const path of pathsOf(value)) {
    const field = path.map(step => (typeof step === 'number' ? '#' : step)).join('.');
    for (const [name, change] of Object.entries(changes)) {
      const what = `${owner}: ${field} ${name}`;
      if (seen.has(what)) continue;
      seen.add(what);
      yield { what, text: write(value, path, change) };
    }
  }
}

function* pathsOf(value: unknown, at: Path = []): Generator<Path> {
  if (at.length > 0) yield at;
  // Lists of tools and the like are longer than what they show.
  const entries = Array.isArray(value) ? value.slice(0, 2).entries() : isRecord(value) ? Object.entries(value) : [];
  for (const [key, inner] of entries) yield* pathsOf(inner, [...at, key]);
}

/** Compact JSON with one place changed. */
function write(value: unknown, path: Path, change: Change): string {
  const [step, ...rest] = path;
  const inner = (key: string | number, part: unknown) =>
    key !== step ? JSON.stringify(part) : rest.length > 0 ? write(part, rest, change) : change(JSON.stringify(part));
  if (Array.isArray(value)) return `[${value.flatMap((part, index) => inner(index, part) ?? []).join(',')}]`;
  const fields = Object.entries(isRecord(value) ? value : {}).flatMap(([key, part]) => {
    const text = inner(key, part);
    return text === null ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${fields.join(',')}}`;
}
