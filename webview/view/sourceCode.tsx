/**
 * Code with its colours. Places that made nested calls can be pressed: the first press selects the first call made
 * there, each further one the next. A place with a call that runs, now or at the playback cursor, stands out.
 */

import { useMemo } from 'preact/hooks';
import type { CallLine } from '../../runtime/viewer/details.ts';
import { openSpans } from '../data/openSpans.ts';
import { selectRef } from '../state/selectActions.ts';
import { t } from '../strings.ts';
import { callPieces } from '../text/callPieces.ts';
import { highlight, type Part } from '../text/highlight.ts';
import { useViewer } from './viewer.ts';

/** Finding an object is a search by name: of very many only the first are looked at. */
const mostSought = 20;

interface SourceCodeProps {
  readonly text: string;
  readonly language: 'javascript' | 'json' | 'text';
  readonly calls: readonly CallLine[];
}

export function SourceCode({ text, language, calls }: SourceCodeProps) {
  const parts = highlight(text, language);
  if (calls.length === 0) return <Parts parts={parts} />;
  return (
    <>
      {callPieces(parts, calls).map((piece, index) =>
        piece.line ? (
          <Place key={index} line={piece.line} parts={piece.parts} />
        ) : (
          <Parts key={index} parts={piece.parts} />
        ),
      )}
    </>
  );
}

function Place({ line, parts }: { line: CallLine; parts: readonly Part[] }) {
  const { model, link } = useViewer();
  const cursor = model.cursorMs.value;
  const timed = cursor !== null || model.data.live;
  const spans = useMemo(
    () => (timed ? line.calls.slice(0, mostSought).map(call => model.data.findSpan(call)) : []),
    [line, timed, model.changes.value],
  );
  const running = openSpans(model.data, spans, cursor);
  const label = t(running > 0 ? 'source.running' : 'source.calls', line.line, line.count);
  return (
    <button
      type="button"
      class={`place ${running > 0 ? 'place-running' : ''}`}
      title={label}
      onClick={() => {
        const selected = model.selectedRef();
        const at = line.calls.findIndex(call => call.kind === selected?.kind && call.id === selected.id);
        const next = line.calls[(at + 1) % line.calls.length];
        if (next) selectRef(model, link, next);
      }}
    >
      <Parts parts={parts} />
    </button>
  );
}

function Parts({ parts }: { parts: readonly Part[] }) {
  return (
    <>
      {parts.map((part, index) =>
        part.kind === 'plain' ? (
          part.text
        ) : (
          <span key={index} class={`code-${part.kind}`}>
            {part.text}
          </span>
        ),
      )}
    </>
  );
}
