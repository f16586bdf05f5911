/** A block of source, input or output: highlighted, cut to a first part when long, copyable. */

import { useSignal } from '@preact/signals';
import type { CallLine, DetailBlock } from '../../runtime/viewer/details.ts';
import { t } from '../strings.ts';
import { withoutReturns } from '../text/callPieces.ts';
import { picturesIn, withoutPictures } from '../text/images.ts';
import { blockOf, lineOf } from '../text/safeText.ts';
import { CopyButton } from './copyButton.tsx';
import { SourceCode } from './sourceCode.tsx';

const firstLines = 40;
const mostHighlighted = 60_000;

const noCalls: readonly CallLine[] = [];

export function Block({ block, calls = noCalls }: { block: DetailBlock; calls?: readonly CallLine[] | undefined }) {
  const all = useSignal(false);
  // Places of calls are offsets into source, which holds no pictures.
  const readable = block.language === 'javascript' ? block.text : withoutPictures(block.text);
  const { text } = blockOf(block.language === 'json' ? indented(readable) : readable);
  // Places are offsets into the text as it was recorded; where more of it had to be changed they are not known.
  const plain = block.text.replaceAll('\r\n', '\n');
  const places = plain.length === text.length ? withoutReturns(block.text, calls) : noCalls;
  const lines = text.split('\n');
  const cut = lines.length > firstLines + 10 && !all.value;
  const shown = cut ? lines.slice(0, firstLines).join('\n') : text;
  const title = lineOf(block.title, 80);
  // Only source has lines that something names.
  const code = block.language === 'javascript';
  return (
    <section class="block" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <CopyButton text={block.text} label={t('details.copy', title)} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} dir="ltr" class={code ? 'numbered' : 'wrapped'}>
        {code ? (
          <span class="line-numbers" aria-hidden="true">
            {numbered(cut ? firstLines : lines.length - (lines.at(-1) === '' ? 1 : 0))}
          </span>
        ) : null}
        <code>
          {shown.length > mostHighlighted ? (
            shown
          ) : (
            <SourceCode text={shown} language={block.language} calls={places} />
          )}
        </code>
      </pre>
      {cut ? (
        <button
          type="button"
          class="link"
          onClick={() => {
            all.value = true;
          }}
        >
          {t('details.more', lines.length)}
        </button>
      ) : null}
      {picturesIn(block.text).map((source, index) => (
        <img key={index} class="picture" src={source} alt={t('details.picture', index + 1, title)} />
      ))}
      {block.cutFrom !== undefined ? <p class="quiet">{t('details.cut', block.text.length, block.cutFrom)}</p> : null}
    </section>
  );
}

function numbered(lines: number): string {
  return Array.from({ length: lines }, (_, line) => line + 1).join('\n');
}

/** JSON on one line is put on several; anything that is not JSON stays as it is. */
export function indented(text: string): string {
  if (text.length > mostHighlighted || text.includes('\n')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2) ?? text;
  } catch {
    return text;
  }
}
