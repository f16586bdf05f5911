/** What goes out with a saved page, in words: counts of what is in the rollout, and of what is looked for in its texts. */

import * as vscode from 'vscode';
import type { PageDone } from '../../runtime/share/pageJob.ts';
import type { Redaction } from '../../runtime/share/redactor.ts';
import { sizeText } from '../cells/outputText.ts';

export interface Choice {
  readonly redaction: Redaction;
  readonly label: string;
  /** How much of it there is, and what becomes of it when it is chosen. */
  readonly description: string;
  /** Chosen unless somebody says otherwise. */
  readonly picked: boolean;
}

export function choicesFor({ report }: PageDone): Choice[] {
  const { met, payloads, notes } = report;
  const found = (count: number, placeholder: string) =>
    count === 0 ? vscode.l10n.t('none found') : vscode.l10n.t('{0} found, become {1}', count, placeholder);
  const all: Choice[] = [
    {
      redaction: 'secrets',
      label: vscode.l10n.t('Tokens, keys and passwords that look like ones'),
      description: found(met.secrets, '<API key>, …'),
      picked: true,
    },
    {
      redaction: 'paths',
      label: vscode.l10n.t('Paths of homes and workspaces'),
      description: found(met.paths, '<home>, <workspace>'),
      picked: true,
    },
    {
      redaction: 'emails',
      label: vscode.l10n.t('E-mail addresses'),
      description: found(met.emails, '<e-mail>'),
      picked: true,
    },
    {
      redaction: 'payloads',
      label: vscode.l10n.t('Raw payloads'),
      description: vscode.l10n.t(
        '{0}, from {1}; what was read from them stays',
        payloads.all,
        sizeText(payloads.bytes),
      ),
      picked: false,
    },
  ];
  if (notes.all === 0) return all;
  const note: Choice = {
    redaction: 'notes',
    label: vscode.l10n.t('Notes'),
    description: vscode.l10n.t('{0} written beside this rollout', notes.all),
    picked: false,
  };
  return [...all, note];
}

/** What is left when that much is taken out: one line, what matters most first, because a narrow box cuts its end. */
export function goesOut({ report }: PageDone, redact: ReadonlySet<Redaction>): string {
  const { met, payloads, notes } = report;
  const [threads = 0, turns = 0, modelCalls = 0, cells = 0, calls = 0, messages = 0] = report.objects.map(
    each => each.count,
  );
  const left = (redaction: Redaction, count: number) => (redact.has(redaction) ? 0 : count);
  const delicate: readonly (readonly [number, string])[] = [
    [left('secrets', met.secrets), vscode.l10n.t('secrets')],
    [left('paths', met.paths), vscode.l10n.t('paths')],
    [left('emails', met.emails), vscode.l10n.t('addresses')],
    [left('notes', notes.all), vscode.l10n.t('notes')],
    [left('payloads', payloads.saved), vscode.l10n.t('payloads')],
  ];
  const counts = delicate.filter(([count]) => count > 0).map(([count, name]) => `${name} ${count}`);
  const rest = vscode.l10n.t(
    'cells {0}, calls {1}, messages {2}, model calls {3}, turns {4}, threads {5}',
    ...[cells, calls, messages, modelCalls, turns, threads],
  );
  return vscode.l10n.t('Goes out: {0}', [...counts, rest].join(', '));
}
