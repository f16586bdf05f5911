/**
 * Splits code into coloured parts: strings, numbers, words with a meaning, comments. Good enough for reading, not a
 * parser; the parts joined are always the text itself.
 */

export type PartKind = 'plain' | 'string' | 'number' | 'keyword' | 'comment' | 'name';

export interface Part {
  readonly kind: PartKind;
  readonly text: string;
}

const javascript =
  /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?)|(?<number>\b\d[\w.]*)|(?<keyword>\b(?:async|await|break|case|catch|class|const|continue|default|delete|do|else|export|extends|finally|for|from|function|if|import|in|instanceof|let|new|null|of|return|static|super|switch|this|throw|true|false|try|typeof|undefined|var|void|while|yield)\b)|(?<name>\b[A-Za-z_$][\w$]*(?=\())/g;
const json =
  /(?<name>"(?:\\.|[^"\\\n])*"(?=\s*:))|(?<string>"(?:\\.|[^"\\\n])*"?)|(?<number>-?\b\d[\w.+-]*)|(?<keyword>\b(?:true|false|null)\b)/g;

export function highlight(text: string, language: 'javascript' | 'json' | 'text'): Part[] {
  if (language === 'text') return [{ kind: 'plain', text }];
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(language === 'json' ? json : javascript)) {
    if (match.index > at) parts.push({ kind: 'plain', text: text.slice(at, match.index) });
    parts.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ kind: 'plain', text: text.slice(at) });
  return parts;
}

function kindOf(groups: Record<string, string | undefined>): PartKind {
  for (const kind of ['comment', 'string', 'number', 'keyword', 'name'] as const) {
    if (groups[kind] !== undefined) return kind;
  }
  return 'plain';
}
