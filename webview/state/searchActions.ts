/** Searching: the query becomes a list of hits and an index of its own; N and P go round the list. */

import { RowIndex } from '../data/rowIndex.ts';
import { type Expected, knownWords, parseQuery } from '../query/parseQuery.ts';
import { runQuery } from '../query/runQuery.ts';
import { t } from '../strings.ts';
import type { HostLink } from './hostLink.ts';
import { type Model, noSearch } from './model.ts';
import { select } from './selectActions.ts';

export function search(model: Model, text: string): void {
  const query = parseQuery(text);
  if (!query.ok) {
    model.search.value = { ...noSearch, query: text, problem: refusal(query.at, query.expected) };
    return;
  }
  if (query.terms.length === 0) {
    model.search.value = { ...noSearch, query: text };
    return;
  }
  const hits = runQuery(model.data, query.terms, model.nowMs.value, span => model.indices.shows(span));
  const isHit = new Uint8Array(model.data.spans.count);
  for (const hit of hits) isHit[hit] = 1;
  const index = new RowIndex(span => isHit[span] === 1);
  index.update(model.data.lanes, model.data.spans);
  // With nothing found there is nothing that the rest should step back for.
  model.search.value = { query: text, problem: null, hits, index: hits.length > 0 ? index : null, current: -1 };
  model.announcement.value =
    hits.length === 0 ? t('search.none') : t(hits.length === 1 ? 'search.one' : 'search.total', hits.length);
}

/** What was not understood, and what would have been. */
function refusal(at: string, expected: Expected): string {
  const bad = t('search.bad', at.trim());
  switch (expected) {
    case 'duration':
      return `${bad} ${t('search.expected.duration')}`;
    case 'kind':
      return `${bad} ${t('search.expected.kind', knownWords.kind.join(', '))}`;
    case 'status':
      return `${bad} ${t('search.expected.status', knownWords.status.join(', '))}`;
    case 'word':
      return `${bad} ${t('search.expected.word')}`;
  }
}

/** Looks again after the timeline has grown; the hit one was at stays the current one. */
export function searchAgain(model: Model): void {
  const { query, hits, current } = model.search.value;
  if (query === '') return;
  const at = hits?.[current] ?? -1;
  const said = model.announcement.value;
  search(model, query);
  model.announcement.value = said;
  model.search.value = { ...model.search.value, current: model.search.value.hits?.indexOf(at) ?? -1 };
}

/** Selects the next (1) or previous (-1) hit; the first press takes the one nearest to the selection in time. */
export function cycleHit(model: Model, link: HostLink, step: 1 | -1): void {
  const { hits, current } = model.search.value;
  if (!hits || hits.length === 0) return;
  const place = current < 0 ? nearestHit(model, hits, step) : (current + step + hits.length) % hits.length;
  model.search.value = { ...model.search.value, current: place };
  select(model, link, { type: 'span', index: hits[place] ?? 0 });
}

function nearestHit(model: Model, hits: Int32Array, step: 1 | -1): number {
  const { start } = model.data.spans;
  const hit = model.selection.value;
  const from = hit?.type === 'span' ? (start[hit.index] ?? 0) : step > 0 ? Number.NEGATIVE_INFINITY : Infinity;
  if (step > 0) {
    // With no hit behind the selection the first one is next.
    return Math.max(
      0,
      hits.findIndex(span => (start[span] ?? 0) >= from),
    );
  }
  const place = hits.findLastIndex(span => (start[span] ?? 0) <= from);
  return place < 0 ? hits.length - 1 : place;
}
