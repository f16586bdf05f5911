/** The search line: hits are counted as one types; Enter and Shift+Enter go round them. */

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { noSearch } from '../state/model.ts';
import { cycleHit, search } from '../state/searchActions.ts';
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
          if (event.key === 'Enter') cycleHit(model, link, event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') close();
        }}
      />
      <span id="search-count" class={problem ? 'problem-text' : 'quiet'}>
        {count}
      </span>
      <IconButton icon="up" label={t('search.previous')} keyHint="P" onPress={() => cycleHit(model, link, -1)} />
      <IconButton icon="down" label={t('search.next')} keyHint="N" onPress={() => cycleHit(model, link, 1)} />
      <IconButton icon="close" label={t('search.close')} keyHint="Esc" onPress={close} />
    </search>
  );
}

function countText(current: number, total: number): string {
  if (current < 0) return total === 1 ? t('search.one') : t('search.total', total);
  return t('search.count', current + 1, total);
}
