/**
 * One line of the log into the fold: parsed, upgraded, applied; or complained about.
 */

import { limits } from '../bundle/limits.ts';
import type { LogLine } from '../bundle/logLines.ts';
import { parseEvent } from '../parseEvent.ts';
import type { Reducer } from './reducer.ts';

export function applyLine(reducer: Reducer, { line, text, isBroken, terminated, tooLong }: LogLine): void {
  if (reducer.completed) {
    reducer.complain({ code: 'event-after-end', message: 'trace event after recording completed', line });
  }
  if (tooLong) {
    const message = `trace event line ${line} is longer than ${limits.lineBytes} bytes and was not read`;
    reducer.complain({ code: 'line-too-long', message, line });
    return;
  }
  if (isBroken) {
    const causes = ['stream did not contain valid UTF-8'];
    reducer.complain({ code: 'line-not-utf8', message: `read trace event line ${line}`, causes, line });
  }
  const parsed = parseEvent(withoutFiller(reducer, text, line));
  if (parsed.ok) {
    if (parsed.loose !== undefined) complainOf(reducer, line, parsed.loose);
    reducer.apply(parsed.event, { line, terminated });
  } else if (!isBroken) {
    const { reason, message } = parsed.fault;
    // Where in the JSON it broke off helps nobody.
    if (reason === 'json' && !terminated)
      complainOf(reducer, line, 'the log breaks off within this event', 'log-truncated');
    else complainOf(reducer, line, message, reason === 'unknown_type' ? 'event-unknown' : 'event-unreadable');
  }
}

/** An editor may have put a mark before the first line, a file system zeros where it lost what was written. */
function withoutFiller(reducer: Reducer, text: string, line: number): string {
  if (text.startsWith('{')) return text;
  const filler = /^[\ufeff\0]+(?=\{)/.exec(text)?.[0];
  if (filler === undefined) return text;
  complainOf(reducer, line, 'a byte order mark or zeros stand before the event');
  return text.slice(filler.length);
}

function complainOf(reducer: Reducer, line: number, cause: string, code = 'event-unreadable'): void {
  reducer.complain({ code, message: `parse trace event line ${line}`, causes: [cause], line });
}
