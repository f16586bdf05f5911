/**
 * Links to rollouts, both ways: the editor's handler for them, and the command that puts one on the clipboard.
 */

import * as vscode from 'vscode';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { withoutLinks } from '../base/plainText.ts';
import { command } from '../ids.ts';
import type { OpenRollouts } from '../rollouts/openRollouts.ts';
import type { RolloutList } from '../rollouts/rolloutList.ts';
import type { RolloutPanels } from '../viewer/rolloutPanels.ts';
import type { Selections } from '../viewer/selections.ts';
import { linkProblem, linkTo, readLink } from './rolloutLink.ts';

export interface LinkParts {
  readonly list: RolloutList;
  readonly open: OpenRollouts;
  readonly panels: RolloutPanels;
  readonly selections: Selections;
}

export function registerLinks({ list, open, panels, selections }: LinkParts): vscode.Disposable {
  async function follow(uri: vscode.Uri): Promise<void> {
    const target = readLink(uri.path, uri.query);
    const problem = 'problem' in target ? target.problem : await linkProblem(target);
    if ('problem' in target || problem !== undefined)
      return void vscode.window.showErrorMessage(withoutLinks(problem ?? ''));
    const { bundle, ref } = target;
    const host = panels.open(bundle);
    await list.remember(bundle);
    if (!ref) return;
    const rollout = open.borrow(bundle);
    try {
      // What is not read yet cannot be shown.
      await rollout.loaded;
      if (rollout.describe(ref)) host.reveal(ref);
      else
        void vscode.window.showWarningMessage(
          withoutLinks(vscode.l10n.t('This rollout has nothing called {0}.', ref.id)),
        );
    } finally {
      open.giveBack(rollout);
    }
  }

  async function copyLink(argument: unknown): Promise<void> {
    const { bundle, ref } = (argument ?? {}) as { bundle?: unknown; ref?: EntityRef };
    const target =
      typeof bundle === 'string' ? { bundle, ...(ref ? { ref } : {}) } : (selections.latest ?? shownRollout());
    if (!target) {
      return void vscode.window.showInformationMessage(vscode.l10n.t('Select something in a rollout to link to it.'));
    }
    await vscode.env.clipboard.writeText(linkTo(vscode.env.uriScheme, target));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Link copied'), 2000);
  }

  function shownRollout(): { readonly bundle: string } | undefined {
    const bundle = panels.activeBundle;
    return bundle === undefined ? undefined : { bundle };
  }

  return vscode.Disposable.from(
    vscode.window.registerUriHandler({ handleUri: follow }),
    vscode.commands.registerCommand(command.copyLink, copyLink),
  );
}
