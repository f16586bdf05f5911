/**
 * Takes out of a rollout what shall not leave: paths that name a person or a machine, and secrets by their look.
 *
 * Invariants: whatever is not asked for is left alone, but counted, so that a preview can say what is in there; the same
 * text becomes the same placeholder everywhere, so ids still meet. Works on any JSON value: keys and strings alike.
 * Leaves out payload bytes, which are left out whole by whoever reads them.
 */

import { secretPatterns, secretSigns } from './secrets.ts';

export const redactions = ['paths', 'payloads', 'secrets'] as const;
export type Redaction = (typeof redactions)[number];

export interface RedactorFacts {
  /** Home folders that are known; those of other people are found by where homes usually are. */
  readonly homes?: readonly string[];
  /** Folders the agent worked in. */
  readonly workspaces?: readonly string[];
}

export interface RedactionCounts {
  readonly paths: number;
  readonly secrets: number;
}

interface Rule {
  readonly counts: 'paths' | 'secrets';
  readonly pattern: RegExp;
  readonly placeholder: string;
}

/** Texts longer than this are cut before they are looked through: no page shows that much of one, characters. */
export const LONGEST_TEXT = 256 * 1024;
/** The agents' own names look like paths below a home of root. */
const namesOfAgents = new Set(['agent_path', 'task_name']);

export class Redactor {
  readonly #asked: ReadonlySet<Redaction>;
  readonly #rules: readonly Rule[];
  readonly #counts = { paths: 0, secrets: 0 };
  #shortened = 0;

  constructor(asked: Iterable<Redaction>, { homes = [], workspaces = [] }: RedactorFacts = {}) {
    this.#asked = new Set(asked);
    const folders = outermost(workspaces);
    this.#rules = [
      ...folders.map((folder, index) => pathRule(folder, index === 0 ? '<workspace>' : `<workspace ${index + 1}>`)),
      ...outermost(homes).map(home => pathRule(home, '<home>')),
      { counts: 'paths', pattern: usualHome, placeholder: '<home>' },
      ...secretPatterns.map(({ name, pattern }): Rule => ({ counts: 'secrets', pattern, placeholder: `<${name}>` })),
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
    let text = this.#bounded(whole);
    const possible = { paths: /[\\/]/.test(text), secrets: secretSigns.test(text) };
    for (const { counts, pattern, placeholder } of this.#rules) {
      if (!possible[counts]) continue;
      if (!this.#asked.has(counts)) {
        this.#counts[counts] += text.match(pattern)?.length ?? 0;
        continue;
      }
      text = text.replace(pattern, (match: string, group: unknown) => {
        this.#counts[counts]++;
        return typeof group === 'string' ? match.replace(group, () => placeholder) : placeholder;
      });
    }
    return text;
  }

  /** A copy with every string in it treated; shape, numbers and order stay. */
  value = <T>(value: T): T => this.#deep(value, 0) as T;

  #deep(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > 200) return null;
    if (Array.isArray(value)) return value.map(each => this.#deep(each, depth + 1));
    const entries = Object.entries(value).map(([key, each]) => {
      if (namesOfAgents.has(key) && typeof each === 'string') return [key, this.#bounded(each)] as const;
      return [this.text(key), this.#deep(each, depth + 1)] as const;
    });
    return Object.fromEntries(entries);
  }

  #bounded(text: string): string {
    if (text.length <= LONGEST_TEXT) return text;
    this.#shortened++;
    return `${text.slice(0, LONGEST_TEXT)}… (${text.length} characters in all)`;
  }
}

/** One or more backslashes, because paths also stand in JSON and in JSON within JSON; or a slash, escaped or not. */
const separator = String.raw`(?:\\{1,8}|\\?\/)`;
/** Not in the middle of another path; the letter of an escape is no part of one. */
const pathStart = String.raw`(?:(?<![\w.~-])|(?<=\\[bfnrt]))`;
const usualHome = new RegExp(
  String.raw`(?:${pathStart}[A-Za-z]:${separator}Users${separator}|${pathStart}${separator}(?:home|Users)${separator})[^\s\\/:;"'<>|*?,(){}\[\]]+`,
  'g',
);

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
