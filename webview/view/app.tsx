/**
 * The whole page: what is shown, where the pane goes, keys, and the clockwork of a live run.
 *
 * The pane lies beside the timeline when there is width, below it when there is height, over it when there is neither.
 */

import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { actionFor } from '../keys.ts';
import { type Focus, perform } from '../state/keyActions.ts';
import type { Model } from '../state/model.ts';
import { playOn } from '../state/playback.ts';
import { keepUp } from '../state/windowActions.ts';
import { t } from '../strings.ts';
import { lineOf } from '../text/safeText.ts';
import { ChosenBar } from './chosenBar.tsx';
import { DetailsPane } from './detailsPane.tsx';
import { Empty, Loading, Waiting } from './empty.tsx';
import { Findings } from './findings.tsx';
import { GlanceBar } from './glanceBar.tsx';
import { HelpSheet } from './helpSheet.tsx';
import { HintBar } from './hintBar.tsx';
import { IconButton } from './iconButton.tsx';
import { MomentPane } from './momentPane.tsx';
import { Outline } from './outline.tsx';
import { Overview } from './overview.tsx';
import { PathBar } from './pathBar.tsx';
import { PlaybackBar } from './playbackBar.tsx';
import { RangeBar } from './rangeBar.tsx';
import { SearchBar } from './searchBar.tsx';
import { Splitter } from './splitter.tsx';
import { TimelineView } from './timelineView.tsx';
import { Toolbar } from './toolbar.tsx';
import { TotalsPane } from './totalsPane.tsx';
import { useKeptFocus } from './useKeptFocus.ts';
import { useSize } from './useSize.ts';
import { useViewer } from './viewer.ts';

/** Keys with a meaning of their own inside these are left to them. */
const typing = 'input, select, textarea';
const ownKeys = 'button, summary, a, pre, [role="tree"], [role="scrollbar"], [role="separator"], .pane';
const surfaces = '#timeline, #outline';
const panes = '#details, #findings, #totals, #moment';
const surfaceKeys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter', ' ']);

/** Where there is less height, the lanes need it all. */
const glanceFrom = 260;
/** ms */
const longestFirst = 1000;

export function App() {
  const { model, link } = useViewer();
  const root = useRef<HTMLElement>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  useSize(root, (width, height) => {
    model.size.value = { width, height };
  });

  const focus: Focus = {
    timeline: () => requestAnimationFrame(() => focusOn(root.current, surfaces)),
    pane: () => requestAnimationFrame(() => focusOn(root.current, panes)),
    search: () => requestAnimationFrame(() => searchInput.current?.focus()),
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || target.closest(typing)) {
        if (event.key === 'Escape' && !event.defaultPrevented) perform('back', model, link, focus);
        return;
      }
      // An open dialog closes itself on Escape and keeps all other keys.
      if (model.helpOpen.value && event.key !== '?') return;
      const action = actionFor(event);
      if (!action || (surfaceKeys.has(event.key) && target.closest(ownKeys))) return;
      event.preventDefault();
      perform(action, model, link, focus);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useKeptFocus(root, `${surfaces}, ${panes}`);
  useClockwork();
  useEffect(() => {
    // Where there is no picture, such as behind a pane, nothing waits for it for long.
    const timer = setTimeout(() => {
      model.drawn.value = true;
    }, longestFirst);
    return () => clearTimeout(timer);
  }, []);
  useSignalEffect(() => {
    model.indices.hide(model.hidden.value);
    model.changes.value = model.changes.peek() + 1;
  });

  const { state } = model.header.value;
  const { width, height } = model.size.value;
  const place = width >= 640 ? 'beside' : height >= 340 ? 'below' : 'over';
  const pane = model.pane.value;
  const empty = model.data.spans.count === 0;
  // Before anything of a timeline has come its place is kept, so that it can be drawn the moment it comes.
  const waiting = empty && model.data.generation > 0;
  const tools = model.drawn.value || waiting || model.surface.value === 'outline';
  model.changes.value;
  return (
    <main ref={root} class="viewer" aria-label={t('app.name')} data-place={place} data-short={height < 320}>
      {model.problem.value !== null ? <Problem /> : null}
      {state === 'none' && model.greeted.value ? <Empty /> : null}
      {state === 'loading' && empty ? <Loading /> : null}
      {state !== 'none' && (state !== 'loading' || !empty) ? (
        <>
          {tools ? <Toolbar focusSearch={focus.search} /> : <div class="toolbar" />}
          {height >= glanceFrom && !waiting ? <GlanceBar /> : null}
          {model.searchOpen.value ? <SearchBar input={searchInput} leave={focus.timeline} /> : null}
          {waiting ? (
            // What keeps a rollout from being read says so above; no event will come.
            model.problem.value === null && <Waiting />
          ) : (
            <Panes place={place} pane={pane} overview={height >= 150} outline={model.surface.value === 'outline'} />
          )}
          {height >= 320 && !empty ? <HintBar /> : null}
          <ChosenBar />
          <RangeBar />
          <PathBar />
          <PlaybackBar />
        </>
      ) : null}
      {model.helpOpen.value ? <HelpSheet /> : null}
      <div class="unseen" role="status" aria-live="polite">
        {model.announcement.value}
      </div>
    </main>
  );
}

interface PanesProps {
  readonly place: 'beside' | 'below' | 'over';
  readonly pane: 'closed' | 'details' | 'findings' | 'totals' | 'moment';
  readonly overview: boolean;
  readonly outline: boolean;
}

function Panes({ place, pane, overview, outline }: PanesProps) {
  const { model } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    box.current?.style.setProperty('--pane-share', `${(model.paneShare.value * 100).toFixed(1)}%`);
  });
  const covered = pane !== 'closed' && place === 'over';
  return (
    <div ref={box} class="panes">
      {covered ? null : (
        <div class="stage">
          {overview ? <Overview /> : null}
          {outline ? <Outline /> : <TimelineView />}
        </div>
      )}
      {pane !== 'closed' ? (
        <>
          {covered ? null : <Splitter beside={place === 'beside'} />}
          <div class="pane" id="pane">
            {pane === 'details' ? <DetailsPane /> : null}
            {pane === 'findings' ? <Findings /> : null}
            {pane === 'totals' ? <TotalsPane /> : null}
            {pane === 'moment' ? <MomentPane /> : null}
          </div>
        </>
      ) : null}
    </div>
  );
}

function Problem() {
  const { model, link } = useViewer();
  return (
    <div class="problem" role="alert">
      <span>{lineOf(model.problem.value ?? '', 500)}</span>
      <button type="button" class="link" onClick={() => link.command('showLog')}>
        {t('problem.log')}
      </button>
      <IconButton
        icon="close"
        label={t('problem.dismiss')}
        onPress={() => {
          model.problem.value = null;
        }}
      />
    </div>
  );
}

/** Time goes by while a run is live or is played back; otherwise nothing runs. */
function useClockwork(): void {
  const { model } = useViewer();
  useSignalEffect(() => {
    model.changes.value;
    const playing = model.playing.value;
    if (!playing && !model.data.live) return;
    let last = performance.now();
    let frame = 0;
    const turn = (now: number) => {
      frame = requestAnimationFrame(turn);
      if (now - last < (playing ? 30 : restOf(model))) return;
      if (playing) playOn(model, now - last);
      if (model.data.live) {
        model.tick();
        keepUp(model);
      }
      last = now;
    };
    frame = requestAnimationFrame(turn);
    return () => cancelAnimationFrame(frame);
  });
}

/** How long a live view may rest: until time has moved by half a pixel, between 30 ms and a quarter of a second. */
function restOf(model: Model): number {
  const { from, to } = model.shownWindow.peek();
  return Math.min(250, Math.max(30, (to - from) / model.plotWidth.peek() / 2));
}

function focusOn(root: HTMLElement | null, selector: string): void {
  root?.querySelector<HTMLElement>(selector)?.focus();
}
