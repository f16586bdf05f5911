/**
 * Every way to get one thing wrong in a bundle, systematically: each field of each kind of event and payload takes each of
 * the values that parsers trip over, in all the forms that the reference's parser takes; each event is lost, doubled and
 * moved; each text is spelled otherwise.
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
type Change = (text: string, key: string | number | undefined) => string | null;

const changes: Readonly<Record<string, Change>> = {
  'is missing': () => null,
  'holds more': text => (text.startsWith('{') ? text.replace('{', '{"mood":{"deep":[1]},') : text),
  'is a list': text => asList(text, values => values),
  'is a list without its last': text => asList(text, values => values.slice(0, -1)),
  'is a list without its first': text => asList(text, values => values.slice(1)),
  'is a list and more': text => asList(text, values => [...values, 'null']),
  'is a key': text => (text.startsWith('"') ? `{${text}:null}` : text),
  'is a key of nothing': text => (text.startsWith('"') ? `{${text}:{}}` : text),
  'is a key of a list': text => (text.startsWith('"') ? `{${text}:[]}` : text),
  'is there twice': (text, key) => twice(key, text, text),
  'is there twice, null at first': (text, key) => twice(key, 'null', text),
  'is escaped': text => text.replace(/^"./, first => `"\\u00${first.charCodeAt(1).toString(16).padStart(2, '0')}`),
  'is wrapped': text => `{"value":${text}}`,
  'is slightly different': text => (/^"./.test(text) ? `"x${text.slice(1)}` : /^\d/.test(text) ? `${text}1` : text),
  ...Object.fromEntries(
    [
      ['null', 'true', '0', '-1', '1.5', '1.0', '1e2', '-0', '01', 'NaN'],
      ['9007199254740993', '2147483648', '4294967295', '4294967296', '-9223372036854775808', '-9223372036854775809'],
      ['9223372036854775807', '9223372036854775808', '18446744073709551615', '18446744073709551616', '1e400'],
      ['1', '3', '11', '1E2', '1.0e0', '1.', '+1', '0x1', '1_0', '-', 'Infinity', 'nul', 'True', "'x'"],
      ['""', '" "', '"wait"', '"other"', '"running"', '"completed"', '"cancelled"', '"{}"', '"1"'],
      ['"\\ud834\\udd1e\\u0000\\/"', '"\\ud800"', '"\\udd1e\\ud834"', '"\t"', `"${'é'.repeat(300)}"`],
      ['[]', '{}', '[[]]', '{"type":"x"}'],
    ]
      .flat()
      .map(text => [`is ${text.length > 30 ? 'long' : text}`, () => text]),
  ),
};

/** An object as parsers may take it: the values in their order. */
function asList(text: string, choose: (values: string[]) => string[]): string {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? `[${choose(Object.values(value).map(part => JSON.stringify(part))).join(',')}]` : text;
}

function twice(key: string | number | undefined, first: string, second: string): string {
  return typeof key === 'string' ? `${first},${JSON.stringify(key)}:${second}` : second;
}

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

/** One mutant for each field of the manifest and change. */
export function* manifestMutants(folder: string): Generator<Mutant> {
  const text = readFileSync(join(folder, 'manifest.json'), 'utf8');
  for (const mutant of changed(text, 'manifest', new Set())) yield { file: 'manifest.json', ...mutant };
}

/** The bytes around and between what is meant: marks, line ends, blanks, escapes. */
export function* textMutants(folder: string): Generator<Mutant> {
  const { lines, payloads } = load(folder);
  for (const [what, make] of Object.entries(spellings)) {
    for (const at of [0, 1, Math.floor(lines.length / 2), lines.length - 1]) {
      const line = lines[at] ?? '';
      yield { ...logOf(lines.with(at, make(line))), what: `event ${at + 1} ${what}` };
    }
    yield { ...logOf(lines.map(make)), what: `every event ${what}` };
    yield { file: 'trace.jsonl', text: make(`${lines.join('\n')}\n`), what: `the log ${what}` };
    const seen = new Set<string>();
    for (const [file, text] of payloads) {
      const type = typeOf(lines.find(line => line.includes(`"${file}"`)) ?? '');
      if (seen.has(type)) continue;
      seen.add(type);
      yield { file, text: make(text), what: `payload of ${type} ${what}` };
    }
    yield {
      file: 'manifest.json',
      text: make(readFileSync(join(folder, 'manifest.json'), 'utf8')),
      what: `manifest ${what}`,
    };
  }
}

const spellings: Readonly<Record<string, (text: string) => string>> = {
  'has a byte order mark': text => `\ufeff${text}`,
  'ends with a carriage return': text => `${text}\r`,
  'ends with two': text => `${text}\r\r`,
  'has blanks around it': text => ` \t${text} \t `,
  'has a form feed before it': text => `\f${text}`,
  'has a vertical tab after it': text => `${text}\v`,
  'has a no-break space after it': text => `${text}\u00a0`,
  'has an ideographic space before it': text => `\u3000${text}`,
  'has zeros after it': text => `${text}\0\0`,
  'is followed by a blank line': text => `${text}\n   \n`,
  'is followed by a line of odd blanks': text => `${text}\n\u00a0\u2028\u3000\u0085\n`,
  'is followed by a line of one mark': text => `${text}\n\ufeff\n`,
  'is followed by more': text => `${text} x`,
  'is followed by a comma': text => `${text},`,
  'is said twice in a line': text => `${text}${text}`,
  'has a comment': text => text.replace('{', '{/* mood */'),
  'has a comma too many': text => text.replace(/\}(\s*)$/, ',}$1'),
  'has single quotes': text => text.replace(/"(\w+)":/, "'$1':"),
  'has blanks between its words': text => text.replaceAll('":', '" :\t').replaceAll(',"', ' , "'),
  'has line ends between its words': text => text.replaceAll(',"', ',\r"'),
  'has form feeds between its words': text => text.replaceAll(',"', ',\f"'),
  'has escaped keys': text =>
    text.replace(/([{,]\s*")([a-z])/g, (_, before, first) => `${before}\\u00${first.charCodeAt(0).toString(16)}`),
  'has escaped slashes': text => text.replaceAll('/', '\\/'),
  'has escaped characters in capitals': text =>
    text.replaceAll('"completed"', '"\\u0063omplete\\u0064"').replaceAll('"type"', '"typ\\u0065"'),
  'has an unknown escape': text => text.replaceAll('/', '\\q'),
  'is nested in a list': text => `[${text}]`,
  'is a text of itself': text => JSON.stringify(text),
  'is empty': () => '',
  'is null': () => 'null',
  'is an empty object': () => '{}',
  'is an empty list': () => '[]',
};

/** The same for the arguments of calls, which are texts of their own. */
export function* argumentMutants(folder: string): Generator<Mutant> {
  const { payloads } = load(folder);
  const seen = new Set<string>();
  for (const [file, payload] of payloads) {
    const value: unknown = JSON.parse(payload);
    const call = isRecord(value) && isRecord(value.payload) ? value.payload : {};
    if (!isRecord(value) || typeof call.arguments !== 'string') continue;
    for (const { what, text } of changed(call.arguments, `arguments of ${value.tool_name}`, seen))
      yield { what, file, text: JSON.stringify({ ...value, payload: { ...call, arguments: text } }) };
    for (const [what, make] of Object.entries(spellings)) {
      const text = JSON.stringify({ ...value, payload: { ...call, arguments: make(call.arguments) } });
      yield { what: `arguments of ${value.tool_name} ${what}`, file, text };
    }
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
  yield at;
  // Lists of tools and the like are longer than what they show.
  const entries = Array.isArray(value) ? value.slice(0, 2).entries() : isRecord(value) ? Object.entries(value) : [];
  for (const [key, inner] of entries) yield* pathsOf(inner, [...at, key]);
}

/** Compact JSON with one place changed. */
function write(value: unknown, path: Path, change: Change): string {
  if (path.length === 0) return change(JSON.stringify(value), undefined) ?? '';
  const [step, ...rest] = path;
  const inner = (key: string | number, part: unknown) =>
    key !== step
      ? JSON.stringify(part)
      : rest.length > 0
        ? write(part, rest, change)
        : change(JSON.stringify(part), key);
  if (Array.isArray(value)) return `[${value.flatMap((part, index) => inner(index, part) ?? []).join(',')}]`;
  const fields = Object.entries(isRecord(value) ? value : {}).flatMap(([key, part]) => {
    const text = inner(key, part);
    return text === null ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${fields.join(',')}}`;
}
