/** A text line by line: what only the left has, what only the right has, what both have. */

import type { DiffBlock, LineChange } from '../../runtime/viewer/compare/comparison.ts';
import { lineOf } from '../text/safeText.ts';
import { t } from './strings.ts';

const signs = { same: ' ', left: '−', right: '+', fold: '⋯' } as const;

export function DiffLines({ block }: { block: DiffBlock }) {
  const title = t(`block.${block.title}`);
  return (
    <section class="diff" aria-label={title}>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} dir="ltr">
        {block.lines.map((line, index) => (
          <Line key={index} line={line} />
        ))}
      </pre>
      {block.cut ? <p class="quiet">{t('block.cut')}</p> : null}
    </section>
  );
}

function Line({ line }: { line: LineChange }) {
  const { mark, text } = line;
  const spoken = mark === 'left' ? t('line.left') : mark === 'right' ? t('line.right') : null;
  return (
    <span class={`diff-line diff-${mark}`}>
      <span class="diff-sign" aria-hidden="true">
        {signs[mark]}
      </span>
      {spoken ? <span class="unseen">{spoken}: </span> : null}
      <span class="diff-text">{mark === 'fold' ? t('line.fold', text) : lineOf(text, 2000)}</span>
      {'\n'}
    </span>
  );
}
