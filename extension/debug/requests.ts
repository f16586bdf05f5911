/** Serves the debugger's own requests. */

import { type JsonValue, unreachable } from '../../runtime/base/json.ts';
import type { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import type { Until } from '../../runtime/debug/interests.ts';
import {
  answerInstead,
  cancelCall,
  deliverNext,
  fireEarly,
  hold,
  release,
  reorder,
  waitAsModel,
} from '../../runtime/debug/interventions.ts';
import { pendingList } from './pendingList.ts';
import { type RequestName, request } from './protocol.ts';

/** The body of the response. Throws a sentence when the request cannot be served. */
export function serveRequest(cell: CellDebugger, name: RequestName, args: Record<string, unknown>): unknown {
  switch (name) {
    case request.pending:
      return pendingList(cell);
    case request.view:
      return { output: cell.model.view() };
    case request.step:
      cell.stepEvent(untilOf(args));
      return {};
    case request.deliver:
      deliverNext(cell, text(args, 'name'));
      return {};
    case request.answer:
      answerInstead(
        cell,
        text(args, 'name'),
        'error' in args ? { ok: false, error: text(args, 'error') } : { ok: true, value: args.value as JsonValue },
      );
      return {};
    case request.hold:
      hold(cell, text(args, 'name'));
      return {};
    case request.release:
      release(cell, text(args, 'name'));
      return {};
    case request.cancel:
      cancelCall(cell, text(args, 'name'));
      return {};
    case request.fire:
      fireEarly(cell, text(args, 'name'));
      return {};
    case request.reorder:
      reorder(cell, Array.isArray(args.names) ? args.names.map(String) : []);
      return {};
    case request.wait:
      waitAsModel(cell, Math.max(0, Number(args.yieldTimeMs ?? cell.model.yieldTimeMs) || 0));
      return {};
    case request.autoWait:
      cell.autoWait = args.on === true;
      cell.changed();
      return {};
    case request.terminate:
      cell.terminate();
      return {};
    default:
      return unreachable(name);
  }
}

function untilOf(args: Record<string, unknown>): Until {
  switch (args.until) {
    case 'yield':
    case 'delivery':
      return { type: args.until };
    case 'call':
      return { type: 'call', tool: text(args, 'tool') };
    default:
      return { type: 'any' };
  }
}

function text(args: Record<string, unknown>, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '') throw new Error(`The request needs "${name}", a text.`);
  return value;
}
