/**
 * Selecting: by key, by pointer, by the host. Every selection is announced, told to the host, and brought into view.
 */

import { batch } from '@preact/signals';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { Hit } from '../layout/hitTest.ts';
import { neighbourMark } from '../layout/markNavigation.ts';
import { type Direction, firstSpan, neighbour } from '../layout/navigate.ts';
import { t } from '../strings.ts';
import { describeHit } from '../text/describe.ts';
import type { HostLink } from './hostLink.ts';
import type { Model } from './model.ts';
import { hitTimes, revealHit } from './windowActions.ts';

export function select(model: Model, link: HostLink, hit: Hit | null, reveal = true, revealed = false): void {
  batch(() => {
    model.selection.value = hit;
    if (hit && reveal) {
      uncover(model, hit);
      revealHit(model, hit);
    }
    model.announcement.value = hit ? describeHit(model.data, hit, model.nowMs.value) : t('announce.cleared');
  });
  link.tellSelected(model.refOf(hit), revealed);
  link.showSelected();
}

export function moveSelection(model: Model, link: HostLink, direction: Direction): void {
  const { selection, layout, data, indices } = model;
  const field = { layout: layout.value, lanes: data.lanes, spans: data.spans, index: indices.spans };
  const current = selection.value;
  const from = current?.type === 'mark' ? spanUnderMark(model, current.index) : (current?.index ?? -1);
  const next = neighbour(field, from, direction);
  if (next >= 0) select(model, link, { type: 'span', index: next });
}

/** The next (1) or previous (-1) mark in time, from the selection or from the edge of the view. */
export function moveToMark(model: Model, link: HostLink, step: 1 | -1): void {
  const hit = model.selection.value;
  const window = model.shownWindow.value;
  const [start] = hit ? hitTimes(model, hit) : [model.scale.value.toTime(step > 0 ? window.from : window.to)];
  const mark = neighbourMark(model.data.marks, hit?.type === 'mark' ? hit.index : -1, start, step);
  if (mark >= 0) select(model, link, { type: 'mark', index: mark });
}

/** The first or last span of the row of the selection, or of everything. */
export function selectEdge(model: Model, link: HostLink, edge: 'first' | 'last'): void {
  const { selection, layout, data, indices } = model;
  const hit = selection.value;
  let span = -1;
  if (hit?.type === 'span') {
    const row = indices.spans.row(data.spans.lane[hit.index] ?? 0, data.spans.row[hit.index] ?? 0);
    span = row.at(edge === 'first' ? 0 : row.length - 1);
  } else {
    span = firstSpan({ layout: layout.value, lanes: data.lanes, spans: data.spans, index: indices.spans });
  }
  if (span >= 0) select(model, link, { type: 'span', index: span });
}

/** Selects an object by its name, if the timeline has it. Returns whether it has. `revealed`: the host asked for it. */
export function selectRef(model: Model, link: HostLink, ref: EntityRef, revealed = false): boolean {
  const span = model.data.findSpan(ref);
  if (span < 0) return false;
  select(model, link, { type: 'span', index: span }, true, revealed);
  return true;
}

export function toggleLane(model: Model, lane: number): void {
  if (!model.layout.value.hasChildren[lane]) return;
  const key = model.laneKey(lane);
  const next = new Set(model.collapsed.value);
  const collapse = !next.delete(key);
  if (collapse) next.add(key);
  model.collapsed.value = next;
  const label = model.data.laneLabel(lane);
  model.announcement.value = t(collapse ? 'announce.collapsed' : 'announce.expanded', label);
}

export function laneOfSelection(model: Model): number {
  const hit = model.selection.value;
  if (!hit) return -1;
  return (hit.type === 'span' ? model.data.spans.lane : model.data.marks.lane)[hit.index] ?? -1;
}

/** Opens whatever is collapsed over a hit. */
function uncover(model: Model, hit: Hit): void {
  const { lanes } = model.data;
  const row = (hit.type === 'span' ? model.data.spans.row : model.data.marks.row)[hit.index] ?? 0;
  let lane = (hit.type === 'span' ? model.data.spans.lane : model.data.marks.lane)[hit.index] ?? -1;
  const next = new Set(model.collapsed.value);
  if (next.size === 0) return;
  if (row === 0) lane = lanes.parent[lane] ?? -1;
  for (let depth = 0; lane >= 0 && depth < 64; depth++) {
    next.delete(model.laneKey(lane));
    lane = lanes.parent[lane] ?? -1;
  }
  if (next.size !== model.collapsed.value.size) model.collapsed.value = next;
}

function spanUnderMark(model: Model, mark: number): number {
  const { marks, spans } = model.data;
  const row = model.indices.spans.row(marks.lane[mark] ?? 0, marks.row[mark] ?? 0);
  const at = marks.at[mark] ?? 0;
  return row.at(Math.min(row.firstAbove(spans.end, at), row.length - 1));
}
