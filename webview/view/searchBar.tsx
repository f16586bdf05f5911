/** The search line: hits are counted as one types; Enter and Shift+Enter go round them. */

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { noSearch } from '../state/model.ts';
import { cycleHit, search } from '../state/searchActions.ts';
import { telling } from '../state/tellOutcome.ts';
import { t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function SearchBar({ input, leave }: { input: RefObject<HTMLInputElement | null>; leave: () => void }) {
  const { model, link } = useViewer();
  const { query, hits, current, problem } = model.search.value;
  useLayoutEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const count = problem ?? (!hits ? '' : hits.length === 0 ? t('search.none') : countText(current, hits.length));
  const go = (action: 'nextHit' | 'previousHit') =>
    telling(action, model, () => cycleHit(model, link, action === 'nextHit' ? 1 : -1))();
  const close = () => {
    model.searchOpen.value = false;
    model.search.value = noSearch;
    leave();
  };
  return (
    <search class="search-bar">
      <input
        ref={input}
        type="text"
        spellcheck={false}
        autocomplete="off"
        aria-label={t('search.label')}
        aria-invalid={problem !== null}
        aria-describedby="search-count"
        placeholder={t('search.placeholder')}
        value={query}
        onInput={event => search(model, event.currentTarget.value)}
        onKeyDown={event => {
          event.stopPropagation();
          if (event.key === 'Enter') go(event.shiftKey ? 'previousHit' : 'nextHit');
          else if (event.key === 'Escape') close();
        }}
      />
      <span id="search-count" class={problem ? 'problem-text' : 'quiet'}>
        {count}
      </span>
      <IconButton icon="up" label={t('search.previous')} keyHint="P" onPress={() => go('previousHit')} />
      <IconButton icon="down" label={t('search.next')} keyHint="N" onPress={() => go('nextHit')} />
      <IconButton icon="close" label={t('search.close')} keyHint="Esc" onPress={close} />
    </search>
  );
}

function countText(current: number, total: number): string {
  if (current < 0) return total === 1 ? t('search.one') : t('search.total', total);
  return t('search.count', current + 1, total);
}
