/** A cell in one line: its first line of code, for lists, tabs and titles. Comments name nothing that runs. */

/** At most 60 characters; empty for blank source. */
export function cellTitle(source: string): string {
  const lines = source.split('\n').map(line => line.trim());
  const code = lines.find(
    line => line !== '' && !line.startsWith('//') && !line.startsWith('/*') && !line.startsWith('*'),
  );
  const title = code ?? lines.find(line => line !== '') ?? '';
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}
