/**
 * A timeline with nothing in it: what a page gets for a rollout that has nothing to draw, so that it does not go on
 * showing the one before.
 */

import type { TimelineDelta } from '../../runtime/trace/timeline/columns.ts';

export function emptyTimeline(): TimelineDelta {
  const indices = () => new Int32Array();
  const times = () => new Float64Array();
  const bytes = () => new Uint8Array();
  return {
    version: 1,
    reset: true,
    originMs: 0,
    endMs: 0,
    live: false,
    strings: [],
    entities: { count: 0, kind: bytes(), idEnd: indices(), ids: bytes() },
    lanes: { count: 0, parent: indices(), kind: bytes(), label: indices(), entity: indices(), rows: indices() },
    spans: {
      count: 0,
      start: times(),
      end: times(),
      lane: indices(),
      row: indices(),
      kind: bytes(),
      status: bytes(),
      label: indices(),
      entity: indices(),
    },
    marks: {
      count: 0,
      at: times(),
      kind: bytes(),
      lane: indices(),
      row: indices(),
      label: indices(),
      entity: indices(),
    },
    arcs: { count: 0, kind: bytes(), from: indices(), to: indices() },
    folds: { count: 0, start: times(), end: times() },
    patches: {
      lane: indices(),
      laneRows: indices(),
      span: indices(),
      spanEnd: times(),
      spanStatus: bytes(),
      spanLabel: indices(),
    },
  };
}
