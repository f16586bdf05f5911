/**
 * A made-up rollout with one of everything: two threads, turns, model calls, cells with nested calls, a yield and
 * its waits, a failure, a termination that took its time, a terminal, a long idle stretch and another agent's cell.
 */

import { ArcKind, LaneKind, MarkKind, SpanKind, SpanStatus } from '../../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from './timelineBuilder.ts';

export interface Lively {
  readonly builder: TimelineBuilder;
  /** Index of the span of cell 2, which yields and is waited on twice. */
  readonly yieldingCell: number;
  readonly failedCell: number;
}

const { thread, turn, inference, cell, nestedCall, wait, terminal, directCall, compaction } = SpanKind;
const { failed, cancelled, yielded } = SpanStatus;

export function livelyRollout(): Lively {
  const b = new TimelineBuilder();
  const main = b.lane(LaneKind.thread, 'main');
  b.span(main, thread, 'main', 0, 214_000, { entity: { kind: 'thread', id: 'main' } });

  b.span(main, turn, 'Turn 1: find slow tests', 200, 26_400, { row: 1 });
  b.span(main, inference, 'model', 400, 3100, { row: 2 });
  const cell1 = b.lane(LaneKind.cell, 'Cell 1', main, { kind: 'code_cell', id: 'cell-1' });
  const span1 = b.span(cell1, cell, 'Cell 1', 3150, 5200, { entity: { kind: 'code_cell', id: 'cell-1' } });
  for (const [index, name] of ['list_directory', 'read_file', 'read_file', 'search_text'].entries()) {
    b.span(cell1, nestedCall, name, 3250 + index * 90, 3900 + index * 330, { row: 1 + index });
  }
  const exec1 = b.span(main, directCall, 'exec', 3120, 5250, { row: 3 });
  b.arc(ArcKind.starts, exec1, span1);

  b.span(main, inference, 'model', 5300, 8200, { row: 2 });
  const cell2 = b.lane(LaneKind.cell, 'Cell 2', main, { kind: 'code_cell', id: 'cell-2' });
  const yieldingCell = b.span(cell2, cell, 'Cell 2', 8300, 24_800, {
    status: yielded,
    entity: { kind: 'code_cell', id: 'cell-2' },
  });
  const exec2 = b.span(main, directCall, 'exec', 8250, 13_300, { row: 3 });
  b.arc(ArcKind.starts, exec2, yieldingCell);
  b.span(cell2, nestedCall, 'exec_command npm test -- --reporter json', 8500, 23_900, { row: 1 });
  b.span(cell2, nestedCall, 'read_file', 8600, 8900, { row: 2 });
  b.span(cell2, nestedCall, 'search_text', 9000, 11_800, { row: 2 });
  b.span(cell2, nestedCall, 'read_file', 12_000, 12_040, { row: 2, status: failed });
  for (let index = 0; index < 40; index++) {
    b.span(cell2, nestedCall, 'read_file', 13_000 + index * 120, 13_080 + index * 120, { row: 2 });
  }
  b.mark(cell2, MarkKind.yieldPromised, 'Yield promised after 5 s', 13_300);
  b.mark(cell2, MarkKind.yield, 'Yielded', 13_900);
  b.mark(cell2, MarkKind.failure, 'read_file: no such file', 12_040, 2);
  b.span(main, inference, 'model', 14_000, 15_200, { row: 2 });
  const wait1 = b.span(main, wait, 'wait Cell 2', 15_250, 20_300, { row: 3, status: yielded });
  const wait2 = b.span(main, wait, 'wait Cell 2', 21_300, 24_850, { row: 3 });
  b.span(main, inference, 'model', 20_350, 21_250, { row: 2 });
  b.arc(ArcKind.waitsFor, wait1, yieldingCell);
  b.arc(ArcKind.waitsFor, wait2, yieldingCell);
  b.mark(cell2, MarkKind.resume, 'Resumed by wait', 15_250);
  b.mark(cell2, MarkKind.yield, 'Yielded', 20_300);
  b.mark(cell2, MarkKind.resume, 'Resumed by wait', 21_300);
  b.mark(cell2, MarkKind.notification, 'notify: 212 tests passed', 18_800);
  const shell = b.lane(LaneKind.terminal, 'Terminal 1', cell2, { kind: 'terminal_session', id: 'terminal-1' });
  b.span(shell, terminal, 'npm test', 8600, 23_850);
  b.span(main, inference, 'model', 24_900, 26_300, { row: 2 });

  const idleFrom = 26_400;
  const idleTo = 171_000;
  b.folds = [[idleFrom, idleTo]];

  b.span(main, turn, 'Turn 2: fix the slowest', 171_000, 214_000, { row: 1 });
  b.span(main, inference, 'model', 171_100, 175_600, { row: 2 });
  const cell3 = b.lane(LaneKind.cell, 'Cell 3', main, { kind: 'code_cell', id: 'cell-3' });
  const failedCell = b.span(cell3, cell, 'Cell 3', 175_700, 177_050, {
    status: failed,
    entity: { kind: 'code_cell', id: 'cell-3' },
  });
  b.span(main, directCall, 'exec', 175_650, 177_100, { row: 3, status: failed });
  b.span(cell3, nestedCall, 'apply_patch', 175_900, 177_000, { row: 1, status: failed });
  b.mark(cell3, MarkKind.failure, 'TypeError: hunk does not apply', 177_050);
  b.span(main, inference, 'model', 177_150, 180_900, { row: 2 });
  b.span(main, compaction, 'compaction', 180_950, 183_600, { row: 2 });

  const cell4 = b.lane(LaneKind.cell, 'Cell 4', main, { kind: 'code_cell', id: 'cell-4' });
  const span4 = b.span(cell4, cell, 'Cell 4', 184_000, 203_200, {
    status: cancelled,
    entity: { kind: 'code_cell', id: 'cell-4' },
  });
  b.span(main, directCall, 'exec', 183_950, 189_100, { row: 3 });
  b.span(cell4, nestedCall, 'exec_command npm run watch', 184_200, 203_000, { row: 1, status: cancelled });
  b.span(cell4, nestedCall, 'spawn_agent reviewer', 184_400, 186_000, { row: 2 });
  const ending = b.span(main, wait, 'terminate Cell 4', 198_000, 203_250, { row: 3 });
  b.arc(ArcKind.waitsFor, ending, span4);
  b.mark(cell4, MarkKind.yield, 'Yielded', 189_100);
  b.mark(cell4, MarkKind.terminationAsked, 'Termination asked', 198_000);
  b.mark(cell4, MarkKind.terminationAcknowledged, 'Termination acknowledged', 199_400);
  b.mark(cell4, MarkKind.reallyOver, 'Really over', 203_200);
  b.mark(cell4, MarkKind.finding, 'A process outlived its cell by 3.8 s', 203_200);
  b.span(main, inference, 'model', 189_200, 197_800, { row: 2 });
  b.span(main, inference, 'model', 203_400, 213_000, { row: 2 });

  const reviewer = b.lane(LaneKind.thread, 'reviewer', main);
  const reviewerSpan = b.span(reviewer, thread, 'reviewer', 185_900, 212_000, {
    entity: { kind: 'thread', id: 'reviewer' },
  });
  b.arc(ArcKind.message, span4, reviewerSpan);
  b.span(reviewer, turn, 'Turn 1: review the patch', 186_000, 211_500, { row: 1 });
  b.span(reviewer, inference, 'model', 186_200, 192_000, { row: 2 });
  const cell5 = b.lane(LaneKind.cell, 'Cell 1', reviewer, { kind: 'code_cell', id: 'reviewer-cell-1' });
  b.span(cell5, cell, 'Cell 1', 192_100, 193_900, { entity: { kind: 'code_cell', id: 'reviewer-cell-1' } });
  for (let index = 0; index < 9; index++) {
    b.span(cell5, nestedCall, 'read_file', 192_150 + (index % 3) * 60, 192_600 + index * 140, { row: 1 + index });
  }
  b.span(reviewer, inference, 'model', 194_000, 211_000, { row: 2 });
  return { builder: b, yieldingCell, failedCell };
}
