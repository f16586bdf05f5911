/**
 * The flame: where the time went, added up. A tree to the keyboard and to assistive technology; a press on a frame
 * lets it fill the width, another gives it back.
 */

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { type FlameOrder, type Frame, flame, flameOrders, type PlacedFrame, placeFrames } from '../data/flame.ts';
import { search } from '../state/searchActions.ts';
import { select } from '../state/selectActions.ts';
import { type StringKey, t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { kindName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { queryFor } from './totalsQuery.ts';
import { useSize } from './useSize.ts';
import { useViewer } from './viewer.ts';

const rowHeight = 18;
/** Frames narrower than this are not drawn, pixels. */
const narrowest = 3;
const orderNames: Readonly<Record<FlameOrder, StringKey>> = { cell: 'flame.byCell', tool: 'flame.byTool' };

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export function Flame({ range }: { range: Stretch | null }) {
  const { model } = useViewer();
  const order = useSignal<FlameOrder>('cell');
  const zoomed = useSignal('');
  const current = useSignal('');
  const width = useSignal(300);
  const box = useRef<HTMLDivElement>(null);
  useSize(box, wide => {
    width.value = wide;
  });
  const { fromMs, toMs } = range ?? { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
  const root = useMemo(
    () => flame(model.data, order.value, fromMs, toMs, model.nowMs.peek()),
    [model.changes.value, order.value, fromMs, toMs],
  );
  if (root.weight === 0) return null;
  const frames = placeFrames(root, zoomed.value, narrowest / Math.max(1, width.value));
  const at = Math.max(
    0,
    frames.findIndex(({ frame }) => frame.key === current.value),
  );
  const depth = frames.reduce((most, frame) => Math.max(most, frame.depth + 1), 0);
  const zoom = (frame: Frame) => {
    zoomed.value = zoomed.value === frame.key ? '' : frame.key;
    current.value = frame.key;
  };
  const go = (place: number) => {
    current.value = frames[place]?.frame.key ?? current.value;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const here = frames[at];
    if (!here) return;
    const beside = (step: 1 | -1) =>
      step === 1
        ? frames.findIndex((each, place) => place > at && each.depth === here.depth)
        : frames.findLastIndex((each, place) => place < at && each.depth === here.depth);
    switch (event.key) {
      case 'ArrowDown':
        go(frames[at + 1]?.above === at ? at + 1 : -1);
        break;
      case 'ArrowUp':
        go(here.above);
        break;
      case 'ArrowRight':
        go(beside(1));
        break;
      case 'ArrowLeft':
        go(beside(-1));
        break;
      case 'Home':
        go(0);
        break;
      case 'Enter':
      case ' ':
        zoom(here.frame);
        break;
      case 'Escape':
        if (zoomed.value === '') return;
        zoomed.value = '';
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const chosen = frames[at]?.frame;
  return (
    <section class="flame-section" aria-labelledby="flame-title">
      <header>
        <h3 id="flame-title">{t('flame.title')}</h3>
        <select
          aria-label={t('flame.order')}
          value={order.value}
          onChange={event => {
            order.value = flameOrders.find(each => each === event.currentTarget.value) ?? 'cell';
            zoomed.value = '';
          }}
        >
          {flameOrders.map(each => (
            <option key={each} value={each}>
              {t(orderNames[each])}
            </option>
          ))}
        </select>
      </header>
      <Rows box={box} depth={depth}>
        <div
          class="flame"
          role="tree"
          aria-label={t('flame.title')}
          aria-activedescendant={`flame-${at}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          {frames.map((placed, place) => (
            <Box
              key={placed.frame.key}
              placed={placed}
              place={place}
              whole={root.weight}
              current={place === at}
              zoomed={placed.frame.key === zoomed.value}
              onPress={() => zoom(placed.frame)}
              onEnter={() => {
                current.value = placed.frame.key;
              }}
            />
          ))}
        </div>
      </Rows>
      {chosen ? <Told frame={chosen} whole={root.weight} /> : null}
    </section>
  );
}

function Rows(props: { box: { current: HTMLDivElement | null }; depth: number; children: preact.ComponentChildren }) {
  const { box, depth, children } = props;
  useLayoutEffect(() => {
    if (box.current) box.current.style.height = `${depth * rowHeight}px`;
  }, [depth]);
  return (
    <div ref={box} class="flame-box">
      {children}
    </div>
  );
}

interface BoxProps {
  readonly placed: PlacedFrame;
  readonly place: number;
  readonly whole: number;
  readonly current: boolean;
  readonly zoomed: boolean;
  readonly onPress: () => void;
  readonly onEnter: () => void;
}

function Box({ placed, place, whole, current, zoomed, onPress, onEnter }: BoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const { frame, depth, from, width } = placed;
  useLayoutEffect(() => {
    const style = box.current?.style;
    style?.setProperty('left', `${from * 100}%`);
    style?.setProperty('width', `${width * 100}%`);
    style?.setProperty('top', `${depth * rowHeight}px`);
  }, [from, width, depth]);
  const text = textOf(frame, whole);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree holds the focus and names its active frame
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
    <div
      ref={box}
      id={`flame-${place}`}
      class={`frame frame-kind-${frame.kind} ${current ? 'current' : ''}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-setsize={placed.siblings}
      aria-posinset={placed.place}
      aria-selected={zoomed}
      aria-label={text}
      title={text}
      onClick={onPress}
      onPointerEnter={onEnter}
    >
      <bdi>{lineOf(frame.name, 60)}</bdi>
    </div>
  );
}

/** The current frame in words, and the way to what it is made of. */
function Told({ frame, whole }: { frame: Frame; whole: number }) {
  const { model, link } = useViewer();
  const name = lineOf(frame.name, 60);
  const query = queryFor(frame.kind, frame.name);
  return (
    <p class="flame-told">
      <span class={`swatch swatch-kind-${frame.kind}`} aria-hidden="true" /> {textOf(frame, whole)}{' '}
      {query !== null && frame.count > 1 ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            model.searchOpen.value = true;
            search(model, query);
          }}
        >
          {t('totals.find', name)}
        </button>
      ) : null}{' '}
      {frame.longest >= 0 ? (
        <button type="button" class="link" onClick={() => select(model, link, { type: 'span', index: frame.longest })}>
          {frame.count > 1 ? t('flame.longest') : t('flame.show')}
        </button>
      ) : null}
    </p>
  );
}

function textOf(frame: Frame, whole: number): string {
  const share = Math.round((frame.weight / Math.max(whole, 1e-9)) * 100);
  const name = lineOf(frame.name, 80);
  const label =
    frame.kind === SpanKind.thread || frame.kind === SpanKind.cell ? name : `${name} (${kindName(frame.kind)})`;
  // What ran side by side adds up to more than the clock has shown, and says so.
  const length = formatDuration(frame.weight);
  const parts = [label, frame.weight > frame.totalMs ? t('flame.sum', length) : length, `${share} %`];
  if (frame.count > 1) parts.push(`${frame.count} ×`);
  if (frame.failed > 0) parts.push(t('range.failed', frame.failed));
  return parts.join(', ');
}
