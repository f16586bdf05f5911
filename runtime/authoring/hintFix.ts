/** What would put a hint right, as a change of the text; null where only the author knows. */

import type { CellHint, Stretch } from './hint.ts';

export interface HintFix extends Stretch {
  readonly kind: 'rename' | 'await' | 'text';
  /** What stands there afterwards. */
  readonly replacement: string;
}

const prints = /^console\s*\.\s*(?:log|info|debug|warn|error)(?=\s*\()/;

export function hintFix(hint: CellHint, text: string): HintFix | null {
  const { start, end } = hint;
  const written = text.slice(start, end);
  switch (hint.kind) {
    case 'unknownTool':
    case 'unknownField': {
      if (hint.meant === undefined) return null;
      const quote = /^['"]/.exec(written)?.[0] ?? '';
      return { kind: 'rename', start, end, replacement: `${quote}${hint.meant}${quote}` };
    }
    case 'unawaitedCall':
      return hint.canAwait ? { kind: 'await', start, end: start, replacement: 'await ' } : null;
    case 'unawaitedResult': {
      if (!hint.canAwait) return null;
      const used = /^\s*(?:\?\.|\.|\[)/.test(text.slice(end));
      return { kind: 'await', start, end, replacement: used ? `(await ${written})` : `await ${written}` };
    }
    case 'absentName': {
      const printing = prints.exec(text.slice(start));
      return printing && { kind: 'text', start, end: start + printing[0].length, replacement: 'text' };
    }
    default:
      return null;
  }
}
