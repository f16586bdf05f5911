/**
 * Which characters of a text that somebody writes are code, and which stand in comments, strings, templates or regular
 * expressions. For texts that need not be programs: a string that is not closed ends with its line.
 *
 * Leaves out what only a parser knows: a slash behind `)` counts as a division.
 */

export interface CodeIn {
  /** As long as the text; blanks for comments, `hidden` for what is inside of strings, templates and expressions. */
  readonly code: string;
  /** What the end of the text is in. */
  readonly end: 'code' | 'comment' | 'string';
}

/** Stands for a character that no code can hold. */
export const hidden = '\0';

/** Each with what closes it, which a text may lack. */
const comment = /\/\/.*(\n|$)|\/\*[\s\S]*?(\*\/|$)/y;
const string = /(?:'(?:\\[\s\S]|[^'\\\n])*('|$|(?=\n))|"(?:\\[\s\S]|[^"\\\n])*("|$|(?=\n)))/y;
const templateText = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*(`|\$\{|\\?$)/y;
/** Bounded, so that no line of slashes takes long. */
const regularExpression = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n]){0,500}\]|[^\\/[\n]){1,1000}\/\w*/y;
const word = /[\w$]+|\s+/y;
const beforeExpression =
  /(?:^|[([{};,=:?!&|+\-*%<>~^]|\b(?:return|typeof|case|of|in|do|else|void|delete|await|yield|new|throw|instanceof))$/;

export function codeIn(text: string): CodeIn {
  const parts: string[] = [];
  /** For every brace that is open, whether a template goes on behind it. */
  const braces: boolean[] = [];
  let before = '';
  let end: CodeIn['end'] = 'code';
  let at = 0;
  const take = (pattern: RegExp): { readonly found: string; readonly close: string } | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    return match && { found: match[0], close: match.slice(1).join('') };
  };
  const put = (shown: string) => {
    parts.push(shown);
    at += shown.length;
  };
  const hide = (length: number, close: string) => put(hidden.repeat(length - close.length) + close);
  while (at < text.length) {
    const character = text[at] ?? '';
    const quote = character === "'" || character === '"';
    const said = character === '/' ? take(comment) : null;
    const quoted = quote ? take(string) : null;
    const expression = character === '/' && beforeExpression.test(before) ? take(regularExpression) : null;
    if (said !== null) {
      put(said.found.replace(/[^\n]/g, ' '));
      if (said.close === '') end = 'comment';
    } else if (quoted !== null) {
      put(character);
      hide(quoted.found.length - 1, quoted.close);
      if (quoted.close === '' && at >= text.length) end = 'string';
      before = ')';
    } else if (expression !== null) {
      hide(expression.found.length, '');
      before = ')';
    } else if (character === '`' || (character === '}' && braces.pop() === true)) {
      put(character);
      const rest = take(templateText) ?? { found: '', close: '' };
      hide(rest.found.length, rest.close);
      if (rest.close === '${') braces.push(true);
      if (!/[`{]/.test(rest.close)) end = 'string';
      before = rest.close === '`' ? ')' : rest.close;
    } else {
      if (character === '{') braces.push(false);
      const found = take(word)?.found ?? character;
      put(found);
      if (found.trim() !== '') before = found;
    }
  }
  return { code: parts.join(''), end };
}

/** Where the innermost bracket of any kind stands that is still open at the end of some code; -1 when none is. */
export function openBracket(code: string): number {
  let closed = 0;
  for (let at = code.length - 1; at >= 0; at--) {
    const character = code[at] ?? '';
    if (')]}'.includes(character)) closed += 1;
    else if ('([{'.includes(character)) {
      if (closed === 0) return at;
      closed -= 1;
    }
  }
  return -1;
}
