/** The one line of tools. In a narrow page only icons are left, and what is seldom used goes into a menu. */

import type { KeyAction } from '../keys.ts';
import { timeModes } from '../scale/timeScale.ts';
import { toggleCells } from '../state/cellLanes.ts';
import { nextMode, setMode } from '../state/keyActions.ts';
import { togglePlayback } from '../state/playback.ts';
import { telling } from '../state/tellOutcome.ts';
import { setFollowing, showAll, zoom } from '../state/windowActions.ts';
import { t } from '../strings.ts';
import { modeName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { FilterMenu } from './filterMenu.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { MoreMenu, type Tool } from './moreMenu.tsx';
import { useViewer } from './viewer.ts';

export function Toolbar({ focusSearch }: { focusSearch: () => void }) {
  const { model, link } = useViewer();
  const header = model.header.value;
  const { width } = model.size.value;
  const roomy = width >= 640;
  const live = header.state === 'live';
  const findings = header.findings.length;
  const mayRun = !link.alone && header.mayRun !== false;
  const told = (action: KeyAction, deed: () => void) => telling(action, model, deed);
  const tools = {
    fit: { icon: 'fit', label: t('toolbar.fit'), keyHint: '0', onPress: told('all', () => showAll(model)) },
    outline: {
      icon: 'outline',
      label: t('toolbar.outline.title'),
      keyHint: 'O',
      pressed: model.surface.value === 'outline',
      onPress: () => {
        model.surface.value = model.surface.value === 'outline' ? 'timeline' : 'outline';
      },
    },
    zoomOut: {
      icon: 'zoomOut',
      label: t('toolbar.zoomOut'),
      keyHint: 'S',
      onPress: told('zoomOut', () => zoom(model, 1.5)),
    },
    zoomIn: {
      icon: 'zoomIn',
      label: t('toolbar.zoomIn'),
      keyHint: 'W',
      onPress: told('zoomIn', () => zoom(model, 1 / 1.5)),
    },
    totals: {
      icon: 'totals',
      label: t('toolbar.totals'),
      keyHint: 'M',
      pressed: model.pane.value === 'totals',
      onPress: told('totals', () => {
        model.pane.value = model.pane.value === 'totals' ? 'closed' : 'totals';
      }),
    },
    playback: {
      icon: 'playback',
      label: t('toolbar.playback'),
      keyHint: 'K',
      pressed: model.cursorMs.value !== null,
      onPress: () => togglePlayback(model),
    },
    cells: { icon: 'cells', label: t('key.toggleCells'), keyHint: 'X', onPress: () => toggleCells(model) },
    run: { icon: 'play', label: t('toolbar.run'), onPress: () => link.command('run') },
    help: {
      icon: 'help',
      label: t('toolbar.help'),
      keyHint: '?',
      onPress: () => {
        model.helpOpen.value = !model.helpOpen.value;
      },
    },
  } as const satisfies Record<string, Tool>;
  // In a narrow page the name of the rollout is worth more than tools that have a key, or a gesture.
  const narrow = width < 420;
  const inMore: readonly Tool[] = [
    ...(narrow ? [tools.fit, tools.outline] : []),
    tools.cells,
    ...(width >= 480 ? [] : [tools.playback]),
    ...(width >= 420 ? [] : [tools.totals]),
    ...(width >= 760 ? [] : [tools.zoomIn, tools.zoomOut]),
    ...(narrow && mayRun ? [tools.run] : []),
    ...(narrow ? [tools.help] : []),
  ];
  return (
    <div class="toolbar" role="toolbar" aria-label={t('toolbar.label')}>
      <span class={`state ${live ? 'state-live' : ''}`} title={t(live ? 'state.live' : 'state.recorded')}>
        <Icon name={live ? 'record' : 'history'} />
        <span class={roomy ? '' : 'unseen'}>{t(live ? 'state.live' : 'state.recorded')}</span>
      </span>
      <h1 class="title" dir="auto" title={lineOf(header.title, 300)}>
        {lineOf(header.title, 120)}
      </h1>
      {live ? (
        <IconButton
          icon="follow"
          label={t('toolbar.follow.title')}
          keyHint="L"
          pressed={model.following.value}
          onPress={told('follow', () => setFollowing(model, !model.following.value))}
          {...(roomy ? { text: t('toolbar.follow') } : {})}
        />
      ) : null}
      {width >= 760 ? (
        <>
          <IconButton {...tools.zoomOut} />
          <IconButton {...tools.zoomIn} />
        </>
      ) : null}
      {narrow ? null : <IconButton {...tools.fit} />}
      {roomy ? (
        <select
          class="mode"
          aria-label={t('toolbar.mode')}
          title={`${t('toolbar.mode')} (T)`}
          value={model.mode.value}
          onChange={event => {
            const mode = timeModes.find(each => each === event.currentTarget.value);
            if (mode) setMode(model, mode);
          }}
        >
          {timeModes.map(mode => (
            <option key={mode} value={mode}>
              {modeName(mode)}
            </option>
          ))}
        </select>
      ) : (
        <IconButton
          icon="wait"
          label={`${t('toolbar.mode')}: ${modeName(model.mode.value)}`}
          keyHint="T"
          onPress={told('mode', () => nextMode(model))}
        />
      )}
      <IconButton
        icon="search"
        label={t('toolbar.search')}
        keyHint="/"
        expanded={model.searchOpen.value}
        onPress={() => {
          model.searchOpen.value = !model.searchOpen.value;
          if (model.searchOpen.value) focusSearch();
        }}
      />
      <FilterMenu />
      {narrow ? null : <IconButton {...tools.outline} />}
      {width >= 420 ? <IconButton {...tools.totals} /> : null}
      {width >= 480 ? <IconButton {...tools.playback} /> : null}
      {findings > 0 ? (
        <IconButton
          icon="warning"
          class="findings-button"
          label={t('toolbar.findings.count', findings)}
          keyHint="I"
          pressed={model.pane.value === 'findings'}
          text={String(findings)}
          onPress={told('findings', () => {
            model.pane.value = model.pane.value === 'findings' ? 'closed' : 'findings';
          })}
        />
      ) : null}
      {width >= 420 && mayRun ? <IconButton {...tools.run} /> : null}
      <MoreMenu tools={inMore} />
      {narrow ? null : <IconButton {...tools.help} expanded={model.helpOpen.value} />}
    </div>
  );
}
