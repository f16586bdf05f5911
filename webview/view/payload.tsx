/** A raw payload: a name until somebody asks for its bytes, or until they say why something failed. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PayloadLink } from '../../runtime/viewer/details.ts';
import type { PayloadResult } from '../../runtime/viewer/messages.ts';
import { t } from '../strings.ts';
import { formatBytes } from '../text/formatBytes.ts';
import { lineOf } from '../text/safeText.ts';
import { Block } from './block.tsx';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function Payload({ link: payload }: { link: PayloadLink }) {
  const { link } = useViewer();
  const result = useSignal<PayloadResult | 'loading' | null>(null);
  const label = lineOf(payload.label, 120);
  const open = result.value !== null;
  const load = async () => {
    result.value = 'loading';
    result.value = await link.payload(payload.payloadId);
  };
  const toggle = () => {
    if (open) result.value = null;
    else void load();
  };
  useEffect(() => {
    if (payload.unfolded === true) void load();
  }, []);
  return (
    <div class="payload">
      <div class="payload-head">
        <button type="button" class="twisty-button" aria-expanded={open} onClick={toggle}>
          <bdi>{label}</bdi> <span class="quiet">{lineOf(payload.payloadId, 60)}</span>
        </button>
        {link.alone ? null : (
          <IconButton
            icon="source"
            label={`${t('details.open')}: ${label}`}
            onPress={() => link.open('payload', payload.payloadId)}
          />
        )}
      </div>
      <PayloadBody result={result.value} title={label} />
    </div>
  );
}

function PayloadBody({ result, title }: { result: PayloadResult | 'loading' | null; title: string }) {
  if (result === null) return null;
  if (result === 'loading') return <p class="quiet">{t('details.loading')}</p>;
  if (!result.ok) return <p class="problem-text">{lineOf(result.message, 500)}</p>;
  return (
    <>
      <Block block={{ title, language: 'json', text: result.text }} />
      <p class="quiet">{result.cut ? t('details.payloadCut', formatBytes(result.bytes)) : formatBytes(result.bytes)}</p>
    </>
  );
}
