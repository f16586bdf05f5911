/**
 * "Save Rollout as Page…": looks at what would go out, asks what shall stay out and where the file goes, and writes it.
 *
 * Invariants: nothing is written before both questions are answered; a page that was not finished is nowhere. For other
 * programs and key bindings the answers may come as an argument.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../../runtime/base/json.ts';
import type { PageDone, PageJob } from '../../runtime/share/pageJob.ts';
import type { PageTexts } from '../../runtime/share/pageTexts.ts';
import { type Redaction, Redactor, redactions } from '../../runtime/share/redactor.ts';
import { messageOf } from '../base/log.ts';
import { textsUnder } from '../base/textsUnder.ts';
import { withLateProgress } from '../cells/lateProgress.ts';
import { sizeText } from '../cells/outputText.ts';
import { command } from '../ids.ts';
import { bundleOf, pickBundle } from '../rollouts/pickBundle.ts';
import type { RolloutList } from '../rollouts/rolloutList.ts';
import { Cancelled, startPageThread } from './pageThread.ts';
import { askWhatStaysOut } from './sharePick.ts';

export interface SaveCommandParts {
  readonly context: vscode.ExtensionContext;
  readonly list: RolloutList;
  /** Bundles that viewers show right now: the tab that is in front, and the timeline view. */
  readonly shown: () => { readonly tab: string | undefined; readonly view: string | undefined };
}

const lastFolder = 'savePage.folder';

export function registerSaveCommand({ context, list, shown }: SaveCommandParts): vscode.Disposable {
  const program = context.asAbsolutePath('dist/pageWorker.js');
  const page = context.asAbsolutePath('dist/webview');

  async function save(argument: unknown): Promise<vscode.Uri | undefined> {
    const bundle = bundleOf(argument) ?? inFront(argument) ?? (await pickBundle(list, title()));
    if (bundle === undefined) return undefined;
    try {
      let redact = redactIn(argument);
      let target = fileIn(argument);
      if (!redact || !target) {
        const looked = await look({ bundle, page, redact: [], file: null, texts: pageTexts() });
        redact ??= await askWhatStaysOut(looked);
        target ??= redact && (await askWhere(looked));
      }
      if (!redact || !target) return undefined;
      const { bytes } = await write({ bundle, page, redact: [...redact], texts: pageTexts() }, target);
      void tell(target, bytes);
      return target;
    } catch (error) {
      if (!(error instanceof Cancelled))
        void vscode.window.showErrorMessage(vscode.l10n.t('The page was not saved: {0}', messageOf(error)));
      return undefined;
    }
  }

  /** From the menu of a tab the one in that tab, else the only one there is: the wrong one must not go out. */
  function inFront(argument: unknown): string | undefined {
    const { tab, view } = shown();
    if (!(argument instanceof vscode.Uri))
      return tab === undefined || view === undefined || tab === view ? (tab ?? view) : undefined;
    return argument.path.endsWith('/trace.jsonl') ? dirname(argument.fsPath) : tab;
  }

  function look(job: PageJob): Promise<PageDone> {
    const thread = startPageThread(program, job, () => {});
    return withLateProgress(() => vscode.l10n.t('Looking at what would go out'), thread.done, thread.cancel);
  }

  async function askWhere({ report }: PageDone): Promise<vscode.Uri | undefined> {
    const folder =
      context.globalState.get<string>(lastFolder) ?? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? homedir();
    const target = await vscode.window.showSaveDialog({
      title: title(),
      defaultUri: vscode.Uri.file(join(folder, fileName(report.title))),
      filters: { [vscode.l10n.t('Web page')]: ['html'] },
    });
    if (target?.scheme === 'file') await context.globalState.update(lastFolder, dirname(target.fsPath));
    return target;
  }

  /** Written where nobody looks, and put in its place when it is whole. */
  async function write(job: Omit<PageJob, 'file'>, target: vscode.Uri): Promise<PageDone> {
    const folder = await mkdtemp(join(tmpdir(), 'cellscope-page-'));
    const file = join(folder, 'page.html');
    const options = { location: vscode.ProgressLocation.Notification, title: title(), cancellable: true };
    try {
      return await vscode.window.withProgress(options, async (progress, token) => {
        let shownPercent = 0;
        const thread = startPageThread(program, { ...job, file }, done => {
          const percent = Math.round(done * 100);
          progress.report({ increment: percent - shownPercent, message: `${percent} %` });
          shownPercent = percent;
        });
        const cancelled = token.onCancellationRequested(thread.cancel);
        const made = await thread.done.finally(() => cancelled.dispose());
        await vscode.workspace.fs.copy(vscode.Uri.file(file), target, { overwrite: true });
        return made;
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  return vscode.commands.registerCommand(command.saveAsPage, save);
}

/** The page speaks the language of the editor that saves it. */
function pageTexts(): PageTexts {
  return {
    language: vscode.env.language,
    page: textsUnder('viewer'),
    details: textsUnder('details'),
    findings: textsUnder('finding'),
  };
}

function title(): string {
  return vscode.l10n.t('Save Rollout as Page');
}

/** Where nothing can be opened beside the editor, the path goes to the clipboard. */
async function tell(target: vscode.Uri, bytes: number): Promise<void> {
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName && target.scheme === 'file';
  const offer = local ? vscode.l10n.t('Open in Browser') : vscode.l10n.t('Copy Path');
  const path = target.scheme === 'file' ? target.fsPath : target.toString();
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Saved as {0} ({1}).', path, sizeText(bytes)),
    offer,
  );
  if (chosen !== offer) return;
  if (local) await vscode.env.openExternal(target);
  else await vscode.env.clipboard.writeText(path);
}

/** Throws for what is unknown: a word that is misspelt must not let out what it was meant to keep. */
function redactIn(argument: unknown): ReadonlySet<Redaction> | undefined {
  if (!isRecord(argument) || !Array.isArray(argument.redact)) return undefined;
  const asked: readonly unknown[] = argument.redact;
  const unknown = asked.find(each => !redactions.some(known => known === each));
  if (unknown !== undefined) {
    const known = redactions.join(', ');
    throw new Error(vscode.l10n.t('"redact" holds something unknown: {0}. It may hold {1}.', String(unknown), known));
  }
  return new Set(redactions.filter(each => asked.includes(each)));
}

function fileIn(argument: unknown): vscode.Uri | undefined {
  if (!isRecord(argument)) return undefined;
  const { file } = argument;
  if (file instanceof vscode.Uri) return file;
  return typeof file === 'string' && file !== '' ? vscode.Uri.file(file) : undefined;
}

/** From the title, without what nobody should find in the name of a file. */
function fileName(title: string): string {
  const told = new Redactor(['paths', 'secrets', 'emails']).text(title);
  const name = told
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replaceAll(/^-+|-+$/g, '');
  return `${name || 'rollout'}.html`;
}
