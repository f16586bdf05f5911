/**
 * The page that shows two rollouts side by side: totals, then thread by thread what was said and run.
 *
 * Invariant: everything can be done by key; of the lines one at a time is in the order of the Tab key.
 */

import { useEffect, useRef } from 'preact/hooks';
import type { ComparedRow, ComparedThread, Comparison } from '../../runtime/viewer/compare/comparison.ts';
import { lineOf } from '../text/safeText.ts';
import { IconButton } from '../view/iconButton.tsx';
import { type CompareModel, differs } from './compareModel.ts';
import { CompareRow } from './compareRow.tsx';
import { stateIn } from './inWords.ts';
import { KeyHelp } from './keyHelp.tsx';
import { type CompareAction, compareAction } from './keys.ts';
import { t } from './strings.ts';

export function ComparePage({ model }: { model: CompareModel }) {
  const root = useRef<HTMLElement>(null);
  const comparison = model.comparison.value;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || (model.helpOpen.value && event.key !== '?')) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const action = compareAction(event);
      // Inside a scrolling text arrows scroll.
      if (!action || (target.closest('pre') && event.key.startsWith('Arrow'))) return;
      event.preventDefault();
      perform(action, model, root.current);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [model]);
  return (
    <main ref={root} class="compare" aria-label={t('page.name')}>
      {model.problem.value !== null ? (
        <p class="problem" role="alert">
          {lineOf(model.problem.value, 500)}
        </p>
      ) : null}
      {comparison ? <Whole model={model} comparison={comparison} /> : null}
      {!comparison && model.problem.value === null ? <p class="quiet">{t('page.loading')}</p> : null}
      {model.helpOpen.value ? <KeyHelp model={model} /> : null}
    </main>
  );
}

function Whole({ model, comparison }: { model: CompareModel; comparison: Comparison }) {
  const count = comparison.threads.reduce((sum, thread) => sum + thread.rows.filter(differs).length, 0);
  const countText = count === 0 ? t('count.none') : count === 1 ? t('count.one') : t('count.many', count);
  const go = (step: 1 | -1) => goTo(model, model.difference(step)?.key);
  return (
    <>
      <header class="compare-head">
        <h1 class="unseen">{t('page.name')}</h1>
        <p class="compare-title">
          <span class="quiet">{t('side.left')}</span> <bdi>{lineOf(comparison.titles.left, 120)}</bdi>
        </p>
        <p class="compare-title">
          <span class="quiet">{t('side.right')}</span> <bdi>{lineOf(comparison.titles.right, 120)}</bdi>
        </p>
      </header>
      <div class="toolbar" role="toolbar" aria-label={t('tools.label')}>
        <span role="status">{countText}</span>
        <span class="grow" />
        <IconButton icon="up" label={t('tools.previous')} keyHint="P" onPress={() => go(-1)} />
        <IconButton icon="down" label={t('tools.next')} keyHint="N" onPress={() => go(1)} />
        <IconButton
          icon="filter"
          label={t('tools.only')}
          keyHint="O"
          pressed={model.onlyDifferences.value}
          onPress={() => {
            model.onlyDifferences.value = !model.onlyDifferences.value;
          }}
        />
        <IconButton
          icon="help"
          label={t('help.title')}
          keyHint="?"
          expanded={model.helpOpen.value}
          onPress={() => {
            model.helpOpen.value = true;
          }}
        />
      </div>
      <Facts comparison={comparison} />
      {comparison.threads.map((thread, index) => (
        <Thread key={index} model={model} thread={thread} index={index} />
      ))}
    </>
  );
}

function Facts({ comparison }: { comparison: Comparison }) {
  return (
    <table class="compare-facts">
      <caption class="unseen">{t('facts.label')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('facts.what')}</th>
          <th scope="col">{t('side.left')}</th>
          <th scope="col">{t('side.right')}</th>
        </tr>
      </thead>
      <tbody>
        {comparison.facts.map(fact => (
          <tr key={fact.label} class={fact.differs ? 'differs' : ''}>
            <th scope="row">
              {t(`fact.${fact.label}`)}
              {fact.differs ? <span class="unseen">, {t('fact.differs')}</span> : null}
            </th>
            <td>{stateIn(fact.left)}</td>
            <td>{stateIn(fact.right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Thread({ model, thread, index }: { model: CompareModel; thread: ComparedThread; index: number }) {
  const rows = model.rows(thread);
  const limit = model.limit(index);
  const name = lineOf(thread.name, 80);
  const side = thread.rows[0]?.left ? 'thread.left' : 'thread.right';
  const title = thread.both ? name : t(side, name);
  const none = t(thread.rows.length === 0 ? 'thread.empty' : 'thread.noDifference');
  return (
    <section aria-label={title}>
      <h2>
        <bdi>{title}</bdi>
      </h2>
      {rows.length === 0 ? <p class="quiet">{none}</p> : null}
      <ol class="compare-rows">
        {rows.slice(0, limit).map(row => (
          <CompareRow key={row.key} model={model} row={row} />
        ))}
      </ol>
      {rows.length > limit ? (
        <button type="button" class="button secondary" onClick={() => model.showMore(index)}>
          {t('thread.more', Math.min(rows.length - limit, limit))}
        </button>
      ) : null}
    </section>
  );
}

interface Stage {
  readonly model: CompareModel;
  readonly root: HTMLElement | null;
  readonly rows: readonly ComparedRow[];
  /** Place of the current line among them, or -1. */
  readonly at: number;
}

const deeds: Readonly<Record<CompareAction, (stage: Stage) => void>> = {
  down: ({ model, root, rows, at }) => goTo(model, rows[Math.min(at + 1, rows.length - 1)]?.key, root),
  up: ({ model, root, rows, at }) => goTo(model, rows[Math.max(at - 1, 0)]?.key, root),
  first: ({ model, root, rows }) => goTo(model, rows[0]?.key, root),
  last: ({ model, root, rows }) => goTo(model, rows.at(-1)?.key, root),
  next: ({ model, root }) => goTo(model, model.difference(1)?.key, root),
  previous: ({ model, root }) => goTo(model, model.difference(-1)?.key, root),
  expand: ({ model, rows, at }) => model.toggle(rows[at]?.key, true),
  collapse: ({ model, rows, at }) => model.toggle(rows[at]?.key, false),
  openLeft: ({ model, rows, at }) => model.open('left', rows[at]),
  openRight: ({ model, rows, at }) => model.open('right', rows[at]),
  only: ({ model }) => {
    model.onlyDifferences.value = !model.onlyDifferences.value;
  },
  help: ({ model }) => {
    model.helpOpen.value = !model.helpOpen.value;
  },
  toggle: () => {},
};

function perform(action: CompareAction, model: CompareModel, root: HTMLElement | null): void {
  const rows = model.visible();
  deeds[action]({ model, root, rows, at: rows.findIndex(row => row.key === model.current.value) });
}

/** Moves the focus to a line, bringing it onto the page first. */
function goTo(model: CompareModel, key: string | undefined, root: ParentNode | null = document): void {
  if (key === undefined) return;
  model.showLine(key);
  model.current.value = key;
  requestAnimationFrame(() => {
    const line = root?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
    line?.focus();
    line?.scrollIntoView({ block: 'nearest' });
  });
}
