/**
 * Takes out of a rollout what shall not leave: paths that name a person or a machine, and secrets by their look.
 *
 * Invariants: whatever is not asked for is left alone, but counted, so that a preview can say what is in there; the same
 * text becomes the same placeholder everywhere, so ids still meet. Works on any JSON value: keys and strings alike.
 * Leaves out payload bytes, which are left out whole by whoever reads them.
 */

import { namesSecret, secretPatterns, secretSigns } from './secrets.ts';

/** `payloads` and `notes` are left out whole, the others become placeholders wherever they stand. */
export const redactions = ['paths', 'secrets', 'emails', 'payloads', 'notes'] as const;
export type Redaction = (typeof redactions)[number];

export interface RedactorFacts {
  /** Home folders that are known; those of other people are found by where homes usually are. */
  readonly homes?: readonly string[];
  /** Folders the agent worked in. */
  readonly workspaces?: readonly string[];
}

/** What is looked for in texts. */
export const replaced = ['paths', 'secrets', 'emails'] as const satisfies readonly Redaction[];
type Replaced = (typeof replaced)[number];
export type RedactionCounts = Readonly<Record<Replaced, number>>;

interface Rule {
  readonly counts: Replaced;
  readonly pattern: RegExp;
  readonly placeholder: string;
}

/** Texts longer than this are cut before they are looked through: no page shows that much of one, characters. */
export const LONGEST_TEXT = 256 * 1024;
/** Looked at beyond that, so that no half of something is left where the text is cut, characters. */
const cutMargin = 24 * 1024;
const mostKeys = 10_000;
/** The agents' own names look like paths below a home of root. */
const namesOfAgents = new Set(['agent_path', 'task_name']);
const agentPath = /^\/root(?:\/[\w-]+)*$/;

export class Redactor {
  readonly #asked: ReadonlySet<Redaction>;
  readonly #rules: readonly Rule[];
  readonly #counts = { paths: 0, secrets: 0, emails: 0 };
  /** Names without anything to be found in them, and whether what they name is a secret. */
  readonly #plainKeys = new Map<string, boolean>();
  #shortened = 0;

  constructor(asked: Iterable<Redaction>, { homes = [], workspaces = [] }: RedactorFacts = {}) {
    this.#asked = new Set(asked);
    const folders = outermost(workspaces);
    this.#rules = [
      ...folders.map((folder, index) => pathRule(folder, index === 0 ? '<workspace>' : `<workspace ${index + 1}>`)),
      ...outermost(homes).map(home => pathRule(home, '<home>')),
      ...usualHomes.map((pattern): Rule => ({ counts: 'paths', pattern, placeholder: '<home>' })),
      ...secretPatterns.map(({ name, pattern }): Rule => ({ counts: 'secrets', pattern, placeholder: `<${name}>` })),
      { counts: 'emails', pattern: address, placeholder: '<e-mail>' },
    ];
  }

  /** How often each was met; what was asked for has been replaced. */
  get counts(): RedactionCounts {
    return { ...this.#counts };
  }

  /** Texts that were cut to `LONGEST_TEXT`. */
  get shortened(): number {
    return this.#shortened;
  }

  text(whole: string): string {
    return this.#text(whole, replaced);
  }

  /** A copy with every string in it treated; shape, numbers and order stay. */
  value = <T>(value: T): T => this.#deep(value, 0) as T;

  #text(whole: string, kinds: readonly Replaced[]): string {
    const long = whole.length > LONGEST_TEXT;
    let text = long ? whole.slice(0, LONGEST_TEXT + cutMargin) : whole;
    const possible = { paths: /[\\/%]/.test(text), secrets: secretSigns.test(text), emails: /@|%40/.test(text) };
    // Most texts hold nothing that any rule could find.
    if (!long && !possible.paths && !possible.secrets && !possible.emails) return whole;
    for (const { counts, pattern, placeholder } of this.#rules) {
      if (!possible[counts] || !kinds.includes(counts)) continue;
      if (!this.#asked.has(counts)) {
        this.#counts[counts] += text.match(pattern)?.length ?? 0;
        continue;
      }
      text = text.replace(pattern, (match: string, group: unknown) => {
        if (typeof group === 'string' && placeholders.test(group)) return match;
        this.#counts[counts]++;
        if (typeof group !== 'string') return placeholder;
        const at = match.lastIndexOf(group);
        return match.slice(0, at) + placeholder + match.slice(at + group.length);
      });
    }
    if (!long) return text;
    this.#shortened++;
    const sure = Math.max(0, text.length - (Math.min(whole.length, LONGEST_TEXT + cutMargin) - LONGEST_TEXT));
    return `${text.slice(0, Math.min(sure, LONGEST_TEXT))}… (${whole.length} characters in all)`;
  }

  #deep(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > 200) return null;
    if (Array.isArray(value)) return value.map(each => this.#deep(each, depth + 1));
    // As `{ name: 'x-api-key', value: … }`: the name stands in a field of its own.
    const { name, key: keyed } = value as { readonly name?: unknown; readonly key?: unknown };
    const label = typeof name === 'string' ? name : typeof keyed === 'string' ? keyed : '';
    const told: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) this.#field(told, key, each, label, depth);
    return told;
  }

  #field(told: Record<string, unknown>, key: string, each: unknown, label: string, depth: number): void {
    if (namesOfAgents.has(key) && typeof each === 'string' && agentPath.test(each)) {
      told[key] = each;
      return;
    }
    const plain = this.#plainKeys.get(key);
    const secret = (plain ?? namesSecret(key)) || (key === 'value' && namesSecret(label));
    const name = plain === undefined ? this.#key(key) : key;
    const value = secret ? this.#secret(each, depth) : this.#deep(each, depth + 1);
    if (name !== '__proto__') told[name] = value;
    else Object.defineProperty(told, name, { value, enumerable: true, writable: true, configurable: true });
  }

  /** The same few names come again and again: those that hold nothing to be found are looked at once. */
  #key(key: string): string {
    const { paths, secrets, emails } = this.#counts;
    const told = this.text(key);
    const met = this.#counts.paths - paths + this.#counts.secrets - secrets + this.#counts.emails - emails;
    if (met === 0 && key.length <= 80 && this.#plainKeys.size < mostKeys) this.#plainKeys.set(key, namesSecret(key));
    return told;
  }

  /** The value under a name of secrets: as a whole, whatever it looks like. */
  #secret(value: unknown, depth: number): unknown {
    if (typeof value !== 'string' || value.length < leastSecret || placeholders.test(value))
      return this.#deep(value, depth + 1);
    this.#counts.secrets++;
    if (!this.#asked.has('secrets')) return this.#text(value, ['paths', 'emails']);
    const told = forSecrets.text(value);
    return placeholders.test(told) ? told : '<named secret>';
  }
}

/** Shorter values under the name of a secret tell nothing, characters. */
const leastSecret = 6;
/** What this program put there itself is not treated again. */
const placeholders = /^<[a-zA-Z -]+(?: \d+)?>$/;

/** With a name of letters at the end, so that no version (`pkg@1.2.3`) is taken for one; `git@host` is everybody's. */
const address =
  /(?<![\w.+%-])(?!git@)[\w.+%-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}\b/g;

/** One or more backslashes, because paths also stand in JSON and in JSON within JSON; or a slash, escaped or not. */
const separator = String.raw`(?:\\{1,8}|\\?\/)`;
/** Not in the middle of another path; the letter of an escape is no part of one. */
const pathStart = String.raw`(?:(?<![\w.~-])|(?<=\\[bfnrt]))`;
const homeName = String.raw`[^\s\\/:;"'<>|*?,(){}\[\]%&#]+`;
/** Where homes usually are, also as other systems see that disk (`/mnt/c/Users`), and within addresses (`%2Fhome%2F`). */
const usualHomes: readonly RegExp[] = [
  new RegExp(`${pathStart}[A-Za-z]:${separator}[Uu]sers${separator}${homeName}`, 'g'),
  new RegExp(
    `${pathStart}(?:${separator}(?:mnt|cygdrive|private|export|host_mnt|run${separator}desktop${separator}mnt|System${separator}Volumes)(?:${separator}(?:[A-Za-z]|host|Data))?|${separator}[a-z])?${separator}(?:home|Users)${separator}${homeName}`,
    'g',
  ),
  /(?:%2F|%5C)(?:home|Users)(?:%2F|%5C)[^\s\\/:;"'<>|*?,(){}[\]%&#]+/gi,
];

/** The folder itself and whatever is below it, but not its neighbours with a longer name. */
function pathRule(folder: string, placeholder: string): Rule {
  const segments = folder.split(/[\\/]+/).filter(segment => segment !== '');
  const rooted = /^[\\/]/.test(folder);
  const body = segments.map(segment => escaped(segment)).join(separator);
  return {
    counts: 'paths',
    pattern: new RegExp(`${pathStart + (rooted ? separator : '')}${body}(?![\\w-])`, 'g'),
    placeholder,
  };
}

/** Without those that lie within another, and without roots, which would match everything; longest first. */
function outermost(folders: readonly string[]): string[] {
  const trimmed = [...new Set(folders.map(folder => folder.replace(/[\\/]+$/, '')))];
  const deep = trimmed.filter(
    folder => folder.split(/[\\/]+/).filter(part => part !== '' && !part.endsWith(':')).length > 0,
  );
  const inside = (folder: string, other: string) =>
    folder !== other && (folder.startsWith(`${other}/`) || folder.startsWith(`${other}\\`));
  return deep.filter(folder => !deep.some(other => inside(folder, other))).sort((a, b) => b.length - a.length);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

const forSecrets = new Redactor(['secrets']);
