/** Asks what shall stay out of a saved page; while something is chosen, says what would still go out. */

import * as vscode from 'vscode';
import type { PageDone } from '../../runtime/share/pageJob.ts';
import type { Redaction } from '../../runtime/share/redactor.ts';
import { plainLabel } from '../base/plainText.ts';
import { type Choice, choicesFor, goesOut } from './shareWords.ts';

type Item = vscode.QuickPickItem & Pick<Choice, 'redaction'>;

/** Undefined when it was dismissed. */
export function askWhatStaysOut(looked: PageDone): Promise<ReadonlySet<Redaction> | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const items = choicesFor(looked).map(
    ({ redaction, label, description, picked }): Item => ({
      redaction,
      label,
      description,
      picked,
    }),
  );
  const title = plainLabel(looked.report.title);
  pick.title = vscode.l10n.t(
    'Save “{0}” as a Page: What Stays Out',
    title.length > 50 ? `${title.slice(0, 49)}…` : title,
  );
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.items = items;
  pick.selectedItems = items.filter(item => item.picked);
  const chosen = () => new Set(pick.selectedItems.map(item => item.redaction));
  const say = () => {
    pick.placeholder = goesOut(looked, chosen());
  };
  say();
  return new Promise(resolve => {
    pick.onDidChangeSelection(say);
    pick.onDidAccept(() => {
      resolve(chosen());
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
