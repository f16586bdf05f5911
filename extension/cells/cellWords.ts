/**
 * What the words of a cell mean: its tools and the functions every cell has. Pure text in, plain help out.
 *
 * Leaves out everything JavaScript: the editor's own language service goes on helping with that.
 */

import { codeIn } from '../../runtime/authoring/codeIn.ts';
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

/** What may be written at the end of this text: a tool's name, one of the functions, or nothing of ours. */
export function wantedAfter(text: string): 'tool' | 'global' | null {
  const { code, end } = codeIn(text);
  if (end !== 'code') return null;
  if (/(?<![\w$.])tools\s*\??\.\s*[\w$]*$/.test(code)) return 'tool';
  return /(?:^|[^\w$.])[A-Za-z_$][\w$]*$/.test(code) ? 'global' : null;
}

/** The word that stands at a place in a text, when it is one of ours. */
export function wordAt(text: string, offset: number, tools: readonly CellWord[]): CellWord | undefined {
  const start = offset - (/[\w$]*$/.exec(text.slice(Math.max(0, offset - longestWord), offset))?.[0].length ?? 0);
  const name = /^[\w$]*/.exec(text.slice(start, start + longestWord))?.[0] ?? '';
  if (name === '') return undefined;
  const wanted = wantedAfter(text.slice(0, start + 1));
  const words = wanted === 'tool' ? tools : wanted === 'global' ? globalWords() : [];
  return words.find(word => word.name === name);
}

const longestWord = 200;
