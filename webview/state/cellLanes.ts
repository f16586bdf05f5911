/**
 * All cells closed to a line each, or all open again.
 *
 * A long rollout has more cells than a page has room for, each with rows of calls: closed, they are a list to look over,
 * with what lies in them as a strip at their foot. Nobody's own choice is overruled but by a key.
 */

import { LaneKind } from '../../runtime/trace/timeline/columns.ts';
import { t } from '../strings.ts';
import type { Model } from './model.ts';

/** A rollout this many pages long is first shown with its cells closed. */
const longFrom = 3;
/** Beyond so many lanes it is not worth the names. */
const mostLanes = 5000;

export function toggleCells(model: Model): void {
  const cells = cellKeys(model);
  const close = !cells.every(key => model.collapsed.value.has(key));
  const others = [...model.collapsed.value].filter(key => !cells.includes(key));
  model.collapsed.value = new Set(close ? [...others, ...cells] : others);
  model.announcement.value = t(close ? 'announce.cellsClosed' : 'announce.cellsOpened', cells.length);
}

/** For a rollout nobody has looked at before. */
export function closeCellsOfLong(model: Model): void {
  const touched = model.collapsed.peek().size > 0 || model.selection.peek() !== null || model.window.peek() !== null;
  if (touched || model.data.lanes.count > mostLanes) return;
  if (model.layout.peek().height > model.size.peek().height * longFrom)
    model.collapsed.value = new Set(cellKeys(model));
}

function cellKeys(model: Model): string[] {
  const { lanes } = model.data;
  const { hasChildren } = model.layout.peek();
  const keys: string[] = [];
  for (let lane = 0; lane < lanes.count; lane++)
    if (lanes.kind[lane] === LaneKind.cell && hasChildren[lane] === 1) keys.push(model.laneKey(lane));
  return keys;
}
