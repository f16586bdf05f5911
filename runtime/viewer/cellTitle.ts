/**
 * A cell in one line, for lists, tabs and titles: its first line of code that says what it does.
 *
 * Comments name nothing that runs; `try {` and the like only hold what does. A line that breaks off goes on in the next.
 */

const mostLength = 60;

/** What a program begins with that tells nothing of it. */
const onlyHolds =
  /^(?:[{}()[\];,]+|['"]use strict['"];?|(?:try|do|else|finally)\s*\{?|;*\(?\s*async\s*(?:function\s*)?\([^()]*\)\s*(?:=>\s*)?\{?|(?:async\s+)?function\s+(?:main|run)\s*\(\)\s*\{?|(?:const|let|var)\s+(?:main|run)\s*=\s*async\s*\(\)\s*=>\s*\{?)$/;
const breaksOff = /(?:[=([]|=>|\b(?:await|return|const|let|var))$/;

/** At most 60 characters; empty for blank source. */
export function cellTitle(source: string): string {
  const lines = source.split('\n').map(line => line.trim());
  const code = codeOf(lines);
  const first = Math.max(
    0,
    code.findIndex(line => !onlyHolds.test(line)),
  );
  let title = code[first] ?? lines.find(line => line !== '') ?? '';
  for (let next = first + 1; breaksOff.test(title) && title.length < mostLength; next++) {
    const more = code[next];
    if (more === undefined) break;
    title += /[([]$/.test(title) ? more : ` ${more}`;
  }
  return title.length > mostLength ? `${title.slice(0, mostLength - 1)}…` : title;
}

function codeOf(lines: readonly string[]): string[] {
  const code: string[] = [];
  let inComment = false;
  for (const line of lines) {
    let rest = line;
    if (!inComment && rest.startsWith('/*')) {
      inComment = true;
      rest = rest.slice(2);
    }
    if (inComment) {
      const end = rest.indexOf('*/');
      if (end < 0) continue;
      inComment = false;
      rest = rest.slice(end + 2).trim();
    }
    if (rest !== '' && !rest.startsWith('//') && !rest.startsWith('/*')) code.push(rest);
  }
  return code;
}
