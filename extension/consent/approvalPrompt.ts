/**
 * How a person is asked: a pick that shows the exact text first and the choices below it.
 *
 * A pick and not a modal, because a question must be withdrawn when its cell ends. It comes up while the person may be
 * typing, so what is active at first only opens the text: an Enter meant for something else allows nothing. Any other
 * pick replaces it; then the question stays as a notification, and only closing that refuses.
 */

import * as vscode from 'vscode';
import { plainLabel, visible, withoutLinks } from '../base/plainText.ts';
import type { ApprovalAnswer, ApprovalQuestion, Asking } from './approvals.ts';
import { rowsOf } from './questionRows.ts';

interface Choice extends vscode.QuickPickItem {
  readonly answer?: ApprovalAnswer;
}

export const askWithPick: Asking = { ask: pickOnce, remind };

function pickOnce(question: ApprovalQuestion, signal: AbortSignal): Promise<ApprovalAnswer | undefined> {
  return new Promise(resolve => {
    const pick = vscode.window.createQuickPick<Choice>();
    pick.title = titleOf(question);
    pick.placeholder = vscode.l10n.t('Allow this? Escape puts the question off.');
    pick.ignoreFocusOut = true;
    pick.items = [...textItems(question), ...choices(question)];
    pick.activeItems = pick.items.filter(item => item.kind !== vscode.QuickPickItemKind.Separator).slice(0, 1);
    let answer: ApprovalAnswer | undefined;
    const withdraw = () => pick.hide();
    signal.addEventListener('abort', withdraw, { once: true });
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen?.answer === undefined) return void openText(question);
      answer = chosen.answer;
      pick.hide();
    });
    pick.onDidHide(() => {
      signal.removeEventListener('abort', withdraw);
      pick.dispose();
      resolve(answer);
    });
    pick.show();
  });
}

/** A notification cannot be withdrawn; once the cell has ended its buttons do nothing. */
async function remind(question: ApprovalQuestion, signal: AbortSignal): Promise<boolean> {
  const answer = vscode.l10n.t('Answer…');
  const ended = new Promise<undefined>(resolve => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const reminder = vscode.window.showWarningMessage(
    vscode.l10n.t('{0}. It waits for your answer.', titleOf(question)),
    answer,
    vscode.l10n.t('Deny'),
  );
  return (await Promise.race([reminder, ended])) === answer;
}

function titleOf({ cellId, tool: name, risk }: ApprovalQuestion): string {
  const tool = withoutLinks(visible(name));
  return risk === 'runs'
    ? vscode.l10n.t('Cell {0} wants to run something: {1}', cellId, tool)
    : vscode.l10n.t('Cell {0} wants to change files: {1}', cellId, tool);
}

function textItems(question: ApprovalQuestion): Choice[] {
  const { rows, whole, lines } = rowsOf(question);
  const items = rows.map(row => ({ label: row, alwaysShow: true }));
  if (!whole) {
    items.push({
      label: vscode.l10n.t('$(go-to-file) Open the whole text ({0} lines)', lines),
      alwaysShow: true,
    });
  }
  const { where } = question;
  const separator = where === undefined ? vscode.l10n.t('exactly') : vscode.l10n.t('exactly, in {0}', where);
  return [{ label: separator, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function choices({ tool: name }: ApprovalQuestion): Choice[] {
  const tool = plainLabel(visible(name));
  return [
    { label: vscode.l10n.t('allow'), kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('$(check) Allow once'), answer: 'once', alwaysShow: true },
    { label: vscode.l10n.t('$(check) Allow {0} in this session', tool), answer: 'session', alwaysShow: true },
    {
      label: vscode.l10n.t('$(check-all) Always allow {0} in this workspace', tool),
      answer: 'always',
      alwaysShow: true,
    },
    { label: vscode.l10n.t('refuse'), kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('$(x) Deny'), answer: 'deny', alwaysShow: true },
    { label: vscode.l10n.t('$(x) Deny everything this cell asks'), answer: 'denyAll', alwaysShow: true },
  ];
}

async function openText({ text }: ApprovalQuestion): Promise<void> {
  // Asked for twice it is shown again, not opened again.
  const open = vscode.workspace.textDocuments.find(each => each.isUntitled && each.getText() === text);
  const document = open ?? (await vscode.workspace.openTextDocument({ content: text }));
  await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
}
