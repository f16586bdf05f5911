/**
 * The outline: the rollout as an ARIA tree with the same content as the timeline. Only rows in sight are in the page;
 * the tree itself holds the keyboard and names the current row by `aria-activedescendant`.
 */

import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { notesBySpan } from '../data/notedSpans.ts';
import { type OutlineNode, OutlineTree } from '../data/outlineTree.ts';
import type { Hit } from '../layout/hitTest.ts';
import { chooseAlso, chooseNothing, chooseRange, hitKey } from '../state/choose.ts';
import { openDetails } from '../state/keyActions.ts';
import { select } from '../state/selectActions.ts';
import { t } from '../strings.ts';
import { spanDuration } from '../text/describe.ts';
import { formatDuration } from '../text/formatTime.ts';
import { kindName, markName, statusName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { Icon } from './icon.tsx';
import { useSize } from './useSize.ts';
import { useViewer } from './viewer.ts';

const rowHeight = 22;
const fullyOpenBelow = 3000;

export function Outline() {
  const { model, link } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  /** Key of the row where choosing began. */
  const anchor = useRef('');
  /** Rows are taken one by one: moving on keeps them. */
  const gathering = useRef(false);
  const spacer = useRef<HTMLDivElement>(null);
  const toggled = useSignal<ReadonlySet<string>>(new Set());
  const scroll = useSignal({ top: 0, height: 300 });
  const openTo = () => (model.data.spans.count < fullyOpenBelow ? 32 : 1);
  const tree = useComputed(() => {
    model.changes.value;
    return new OutlineTree(model.data, span => model.indices.shows(span));
  });
  const nodes = useComputed(() => {
    const depth = openTo();
    return tree.value.nodes((key, at) => toggled.value.has(key) !== at < depth);
  });
  const notes = useComputed(() => {
    model.changes.value;
    return notesBySpan(model.data, model.header.value.notes ?? []);
  });
  useSize(box, (_width, height) => {
    scroll.value = { ...scroll.value, height };
  });

  const list = nodes.value;
  const chosen = new Set(model.chosen.value.map(hitKey));
  const selection = model.selection.value;
  const current = selection
    ? list.findIndex(node => hitOf(node)?.index === selection.index && hitOf(node)?.type === selection.type)
    : -1;
  const first = Math.max(0, Math.floor(scroll.value.top / rowHeight) - 4);
  const last = Math.min(list.length, Math.ceil((scroll.value.top + scroll.value.height) / rowHeight) + 4);
  useLayoutEffect(() => {
    if (spacer.current) spacer.current.style.height = `${list.length * rowHeight}px`;
  }, [list.length]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || current < 0) return;
    const top = current * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [current]);

  // What is selected anew is opened to; closing something over it afterwards is up to whoever does.
  useLayoutEffect(() => {
    if (!selection || current >= 0) return;
    const depth = openTo();
    const next = new Set(toggled.peek());
    for (const [at, key] of tree.peek().above(selection.type, selection.index).entries()) {
      if (next.has(key) === at < depth && !next.delete(key)) next.add(key);
    }
    toggled.value = next;
  }, [selection]);

  const toggle = (node: OutlineNode) => {
    const next = new Set(toggled.value);
    if (!next.delete(node.key)) next.add(node.key);
    toggled.value = next;
  };
  /** Moves to a row; `extend` chooses everything between it and where choosing began. */
  const go = (index: number, extend = false) => {
    const place = Math.min(Math.max(index, 0), list.length - 1);
    const node = list[place];
    const hit = node ? hitOf(node) : null;
    if (!hit) return;
    gathering.current &&= !extend && model.chosen.value.length > 0;
    if (!extend && !gathering.current) chooseNothing(model);
    if (extend && model.chosen.value.length === 0)
      anchor.current = current >= 0 ? (list[current]?.key ?? '') : hitKey(hit);
    select(model, link, hit);
    if (!extend) return;
    const from = list.findIndex(each => each.key === anchor.current);
    chooseRange(model, list.map(hitOf), from < 0 ? place : from, place);
  };
  const pick = (node: OutlineNode, place: number, event: MouseEvent) => {
    const hit = hitOf(node);
    if (!hit) toggle(node);
    else if (event.shiftKey) go(place, true);
    else if (event.ctrlKey || event.metaKey) {
      anchor.current = node.key;
      chooseAlso(model, hit);
      gathering.current = true;
      const said = model.announcement.value;
      select(model, link, hit);
      model.announcement.value = said;
    } else {
      gathering.current = false;
      go(place);
    }
  };
  const page = Math.max(1, Math.floor(scroll.value.height / rowHeight) - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const node = list[current];
    const { shiftKey } = event;
    switch (event.key) {
      case 'ArrowDown':
        go(current + 1, shiftKey);
        break;
      case 'ArrowUp':
        go(Math.max(0, current - 1), shiftKey);
        break;
      case 'PageDown':
        go(current + page, shiftKey);
        break;
      case 'PageUp':
        go(current - page, shiftKey);
        break;
      case 'Home':
        go(0, shiftKey);
        break;
      case 'End':
        go(list.length - 1, shiftKey);
        break;
      case ' ': {
        const hit = node ? hitOf(node) : null;
        if (node) anchor.current = node.key;
        if (hit) chooseAlso(model, hit);
        gathering.current = true;
        break;
      }
      case 'a':
        if (!event.ctrlKey && !event.metaKey) return;
        chooseRange(model, list.map(hitOf), 0, list.length - 1);
        break;
      case 'ArrowRight':
        if (node?.expandable && !node.expanded) toggle(node);
        else if (node?.expanded) go(current + 1);
        break;
      case 'ArrowLeft':
        if (node?.expanded) toggle(node);
        else if (node) go(list.findLastIndex((each, index) => index < current && each.depth < node.depth));
        break;
      case 'Enter':
        openDetails(model, link);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={box}
      id="outline"
      class="outline"
      role="tree"
      aria-multiselectable="true"
      aria-label={t('outline.label', lineOf(model.header.value.title, 80))}
      aria-activedescendant={current >= first && current < last ? `node-${list[current]?.key}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={event => {
        scroll.value = { ...scroll.value, top: event.currentTarget.scrollTop };
      }}
    >
      <div ref={spacer} class="outline-rows" role="presentation">
        {list.slice(first, last).map((node, index) => (
          <Row
            key={node.key}
            node={node}
            top={(first + index) * rowHeight}
            current={first + index === current}
            selected={chosen.size > 0 ? chosen.has(keyOf(node)) : first + index === current}
            pick={event => pick(node, first + index, event)}
            note={hitOf(node)?.type === 'span' ? notes.value.get(node.index) : undefined}
            toggle={toggle}
          />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  readonly node: OutlineNode;
  readonly top: number;
  /** The keys act on it. */
  readonly current: boolean;
  readonly selected: boolean;
  readonly pick: (event: MouseEvent) => void;
  /** What somebody wrote about it. */
  readonly note: string | undefined;
  readonly toggle: (node: OutlineNode) => void;
}

function Row({ node, top, current, selected, pick, note, toggle }: RowProps) {
  const { model, link } = useViewer();
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!row.current) return;
    row.current.style.top = `${top}px`;
    row.current.style.setProperty('--depth', String(Math.min(node.depth, 12)));
  }, [top, node.depth]);
  const hit = hitOf(node);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
    <div
      ref={row}
      id={`node-${node.key}`}
      class={`outline-row ${current ? 'current' : ''}`}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-setsize={node.siblings}
      aria-posinset={node.place}
      aria-expanded={node.expandable ? node.expanded : undefined}
      aria-selected={selected}
      onClick={pick}
      onDblClick={() => openDetails(model, link)}
    >
      <span
        class={`twisty ${node.expandable ? (node.expanded ? 'open' : 'shut') : ''}`}
        aria-hidden="true"
        onClick={event => {
          event.stopPropagation();
          toggle(node);
        }}
      />
      {hit?.type === 'mark' ? <MarkCells mark={hit.index} /> : <SpanCells node={node} />}
      {note === undefined ? null : (
        <bdi class="outline-note quiet">
          <Icon name="note" /> {t('note.label')}: {lineOf(note, 160)}
        </bdi>
      )}
    </div>
  );
}

function SpanCells({ node }: { node: OutlineNode }) {
  const { data, nowMs } = useViewer().model;
  if (node.index < 0) return <bdi class="outline-label">{lineOf(data.laneLabel(node.lane), 160)}</bdi>;
  const kind = data.spans.kind[node.index] ?? 0;
  const status = data.spans.status[node.index] ?? 0;
  // Only what is still running has to be written anew as time goes by.
  const now = Number.isFinite(data.spans.end[node.index] ?? 0) ? nowMs.peek() : nowMs.value;
  return (
    <>
      <span class={`swatch swatch-kind-${kind}`} aria-hidden="true" />
      <bdi class="outline-label">{lineOf(data.spanLabel(node.index), 160)}</bdi>
      <span class="quiet outline-kind">{kindName(kind)}</span>
      <span class={`outline-status chip-status-${status}`}>{statusName(status)}</span>
      <span class="outline-time">{spanDuration(data, node.index, now)}</span>
      <span class="quiet outline-time">+{formatDuration(data.spans.start[node.index] ?? 0)}</span>
    </>
  );
}

function MarkCells({ mark }: { mark: number }) {
  const { data } = useViewer().model;
  return (
    <>
      <span class="swatch swatch-mark" aria-hidden="true" />
      <bdi class="outline-label">{lineOf(data.text(data.marks.label[mark] ?? -1), 160)}</bdi>
      <span class="quiet outline-kind">{markName(data.marks.kind[mark] ?? 0)}</span>
      <span class="quiet outline-time">+{formatDuration(data.marks.at[mark] ?? 0)}</span>
    </>
  );
}

/** What a row is chosen by; a row that cannot be selected is in no choice. */
function keyOf(node: OutlineNode): string {
  const hit = hitOf(node);
  return hit ? hitKey(hit) : '';
}

/** What selecting a row selects; a lane without a span of its own cannot be selected. */
function hitOf(node: OutlineNode): Hit | null {
  if (node.type === 'mark') return { type: 'mark', index: node.index };
  return node.index >= 0 ? { type: 'span', index: node.index } : null;
}
