/** What a saved page holds, in a few lines for whoever is about to hand it on. */

import { type RedactionCounts, replaced } from './redactor.ts';
import type { SaveReport } from './savePage.ts';

export function shareText({ title, redacted, met, payloads, notes, objects }: SaveReport, bytes: number): string {
  const lines = [
    `"${title.slice(0, 100)}": ${size(bytes)}, ${objects.map(({ count, name }) => plural(count, name)).join(', ')}`,
    payloadLine(payloads, redacted.has('payloads')),
    ...(notes.all === 0 ? [] : [`notes: ${notes.all} ${notes.saved === 0 ? 'left out' : 'in the file'}`]),
    ...replaced.map(kind => {
      const what = plural(met[kind], nameOf[kind]);
      if (redacted.has(kind)) return `${kind}: ${what} replaced`;
      return met[kind] === 0 ? `${kind}: none found` : `${kind}: ${what} in the file (--redact ${kind} replaces them)`;
    }),
  ];
  return lines.join('\n');
}

const nameOf = {
  paths: 'home or workspace path',
  secrets: 'likely secret',
  emails: 'e-mail address',
} as const satisfies Record<keyof RedactionCounts, string>;

function payloadLine(payloads: SaveReport['payloads'], without: boolean): string {
  if (without) return `payloads: ${payloads.all} left out`;
  const shortened = payloads.shortened === 0 ? '' : `, ${payloads.shortened} of them shortened`;
  const missing = payloads.all === payloads.saved ? '' : ` (${payloads.all - payloads.saved} could not be read)`;
  return `payloads: ${payloads.saved} in the file, from ${size(payloads.bytes)}${shortened}${missing}`;
}

function plural(count: number, name: string): string {
  const many = name.endsWith('s') ? `${name}es` : `${name}s`;
  return `${count} ${count === 1 ? name : many}`;
}

function size(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const units = ['kB', 'MB', 'GB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
