/**
 * One line of the log into the fold: parsed, upgraded, applied; or complained about.
 */

import { isUtf8 } from 'node:buffer';
import { limits } from '../bundle/limits.ts';
import type { LogLine } from '../bundle/logLines.ts';
import { parseEvent } from '../parseEvent.ts';
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
    reducer.apply(parsed.event, { line, terminated });
    return;
  }
  const { reason, message } = parsed.fault;
  const code = reason === 'unknown_type' ? 'event-unknown' : terminated ? 'event-unreadable' : 'log-truncated';
  reducer.complain({ code, message: `parse trace event line ${line}`, causes: [message], line });
}
