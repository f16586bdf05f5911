/**
 * What the words of a cell mean: its tools and the functions every cell has. Pure text in, plain help out.
 *
 * Leaves out everything JavaScript: the editor's own language service goes on helping with that.
 */

import { exposedName, type ToolDefinition } from '../../runtime/base/tool.ts';
import { cellGlobals } from '../../runtime/tools/cellGlobals.ts';
import { declareTools } from '../../runtime/tools/declarations.ts';

export interface CellWord {
  readonly name: string;
  readonly kind: 'tool' | 'function' | 'value';
  /** TypeScript. */
  readonly signature: string;
  readonly about: string;
}

/** The tools, as `tools.name` reaches them. */
export function toolWords(definitions: readonly ToolDefinition[]): CellWord[] {
  return definitions.map(definition => ({
    name: exposedName(definition.name),
    kind: 'tool',
    signature: declareTools([{ ...definition, description: '' }]).trim(),
    about: definition.description ?? '',
  }));
}

export function globalWords(): CellWord[] {
  const tools: CellWord = {
    name: 'tools',
    kind: 'value',
    signature: 'const tools',
    about: 'The tools of this session. Each is a function that takes one input and returns a promise.',
  };
  const helpers = cellGlobals.map(
    ({ name, signature, about }): CellWord => ({
      name,
      kind: signature.startsWith('const ') ? 'value' : 'function',
      signature,
      about,
    }),
  );
  return [tools, ...helpers];
}

/** What may be written after this part of a line: a tool's name, one of the functions, or nothing of ours. */
export function wantedAfter(linePrefix: string): 'tool' | 'global' | null {
  if (outsideCode(linePrefix)) return null;
  if (/(?<![\w$.])tools\s*\??\.\s*[\w$]*$/.test(linePrefix)) return 'tool';
  return /(?:^|[^\w$.])[A-Za-z_$][\w$]*$/.test(linePrefix) ? 'global' : null;
}

/** The word that stands at a column, when it is one of ours. */
export function wordAt(line: string, column: number, tools: readonly CellWord[]): CellWord | undefined {
  const start = column - (/[\w$]*$/.exec(line.slice(0, column))?.[0].length ?? 0);
  const name = /^[\w$]*/.exec(line.slice(start))?.[0] ?? '';
  if (name === '') return undefined;
  const wanted = wantedAfter(line.slice(0, start + 1));
  const words = wanted === 'tool' ? tools : wanted === 'global' ? globalWords() : [];
  return words.find(word => word.name === name);
}

/** In a comment, or in a string that began on this line. A template is not looked into: code may stand in it. */
function outsideCode(prefix: string): boolean {
  let quote = '';
  for (let at = 0; at < prefix.length; at++) {
    const character = prefix[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '/' && prefix[at + 1] === '/') return true;
  }
  return quote !== '' || /^\s*\*/.test(prefix);
}
