/**
 * A finding as a line: `severity code location message` (programs, check).
 */

import type { Finding } from '../trace/finding.ts';

/** Without a line end; a message over several lines is joined. */
export function findingText({ severity, code, message, file, line }: Finding): string {
  const location = file === undefined ? '-' : line === undefined ? file : `${file}:${line}`;
  return `${severity} ${code} ${location} ${message.replaceAll(/\s*\n\s*/g, ' ')}`;
}
