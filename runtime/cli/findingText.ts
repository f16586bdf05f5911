/**
 * A finding as a line: `severity code location message` (programs, check).
 */

import type { Finding } from '../trace/finding.ts';

/** Without a line end; a message over several lines is joined. The location has no blanks. */
export function findingText(finding: Finding): string {
  const { severity, code, message } = finding;
  return `${severity} ${code} ${location(finding)} ${message.replaceAll(/\s*\n\s*/g, ' ')}`;
}

/** A place in a file of the bundle, else the first object it is about. */
function location({ file, line, refs: [first] }: Finding): string {
  if (file !== undefined) return line === undefined ? file : `${file}:${line}`;
  return first === undefined ? '-' : `${first.kind}/${first.id}`;
}
