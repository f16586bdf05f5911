/**
 * One line of the log into the fold: parsed, upgraded, applied; or complained about.
 */

import { isUtf8 } from 'node:buffer';
import { limits } from '../bundle/limits.ts';
import type { LogLine } from '../bundle/logLines.ts';
import { parseEvent } from '../parseEvent.ts';
import { hasLoneSurrogate } from './exactJson.ts';
import type { Reducer } from './reducer.ts';

export function applyLine(reducer: Reducer, { line, bytes, terminated, tooLong }: LogLine): void {
  if (reducer.completed) {
    reducer.complain({ code: 'event-after-end', message: 'trace event after recording completed', line });
  }
  if (tooLong) {
    const message = `trace event line ${line} is longer than ${limits.lineBytes} bytes and was not read`;
    reducer.complain({ code: 'line-too-long', message, line });
    return;
  }
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd') && !isUtf8(bytes)) {
    const causes = ['stream did not contain valid UTF-8'];
    reducer.complain({ code: 'line-not-utf8', message: `read trace event line ${line}`, causes, line });
    return;
  }
  const parsed = parseEvent(text);
  if (parsed.ok) {
    checkText(reducer, text, line);
    reducer.apply(parsed.event, { line, terminated });
    return;
  }
  const { reason, message } = parsed.fault;
  const code = reason === 'unknown_type' ? 'event-unknown' : terminated ? 'event-unreadable' : 'log-truncated';
  reducer.complain({ code, message: `parse trace event line ${line}`, causes: [message], line });
}

/** How a recorder begins a line: the whole numbers are whole. */
const usualStart = /^\{"schema_version":\d+,"seq":\d+,"wall_time_unix_ms":-?\d+,"/;

/** What `JSON.parse` lets pass and the reference does not. The quote before a key is escaped wherever it is only text. */
function checkText(reducer: Reducer, text: string, line: number): void {
  const fraction = usualStart.test(text)
    ? null
    : /[{,\s]"(?:seq|wall_time_unix_ms|schema_version)"\s*:\s*-?\d+[.eE]/.exec(text);
  const cause = fraction
    ? `a whole number was expected: ${fraction[0].trim()}`
    : hasLoneSurrogate(text)
      ? 'a \\u escape stands for half a character'
      : undefined;
  if (cause === undefined) return;
  const message = `parse trace event line ${line}`;
  reducer.complain({ code: 'event-unreadable', message, causes: [cause], line });
}
