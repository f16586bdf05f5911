/**
 * The editor for what a pending call gets in place of its tool's answer: a document of JSON that lives as long as the
 * debug session. Saving it gives it to the call.
 *
 * Invariant: what was saved is what the cell gets; a text that is no JSON cannot be saved.
 */

import * as vscode from 'vscode';
import { command, scheme } from '../ids.ts';
import { type PendingList, request } from './protocol.ts';

type PendingCall = PendingList['calls'][number];

interface Answer {
  readonly session: vscode.DebugSession;
  readonly call: string;
  bytes: Uint8Array;
  mtime: number;
}

export class ResultEditor implements vscode.FileSystemProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #answers = new Map<string, Answer>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;
  readonly #registered: vscode.Disposable;

  constructor() {
    this.#registered = vscode.Disposable.from(
      this.#changes,
      vscode.workspace.registerFileSystemProvider(scheme.result, this),
      vscode.languages.registerCodeLensProvider({ scheme: scheme.result }, this),
      vscode.debug.onDidTerminateDebugSession(session => void this.#forget(session)),
    );
  }

  dispose(): void {
    this.#registered.dispose();
  }

  async open(session: vscode.DebugSession, call: PendingCall): Promise<void> {
    const file = `${call.name} ${call.tool.replaceAll(/[^\w.-]/g, '_')}.json`;
    const uri = vscode.Uri.from({ scheme: scheme.result, authority: session.id, path: `/${file}` });
    const bytes = new TextEncoder().encode(`${draftOf(call)}\n`);
    this.#answers.set(uri.toString(), { session, call: call.name, bytes, mtime: Date.now() });
    this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  }

  /** Gives the call what the document says, saved or not, and closes it. */
  async give(uri: vscode.Uri | undefined = vscode.window.activeTextEditor?.document.uri): Promise<void> {
    const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri?.toString());
    if (document === undefined || !this.#answers.has(document.uri.toString())) return;
    // What is not dirty is not saved, and may be what a person wants to give all the same.
    if (document.isDirty) {
      if (!(await document.save())) return;
    } else await this.writeFile(document.uri, new TextEncoder().encode(document.getText()));
    await closeTabs(each => each.toString() === document.uri.toString());
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const answer = this.#answers.get(document.uri.toString());
    if (answer === undefined) return [];
    const title = vscode.l10n.t('$(check) Give this to {0}', answer.call);
    return [
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
        title,
        command: command.giveResult,
        arguments: [document.uri],
      }),
    ];
  }

  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    const answer = this.#of(uri);
    const value = parsed(new TextDecoder().decode(bytes));
    await answer.session.customRequest(request.answer, { name: answer.call, value });
    answer.bytes = bytes;
    answer.mtime = Date.now();
    this.#changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    const text = vscode.l10n.t('{0} gets this result when the cell goes on.', answer.call);
    vscode.window.setStatusBarMessage(`$(check) ${text}`, 5_000);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, mtime } = this.#of(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#of(uri).bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  #of(uri: vscode.Uri): Answer {
    const answer = this.#answers.get(uri.toString());
    if (answer === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return answer;
  }

  async #forget(session: vscode.DebugSession): Promise<void> {
    const gone = [...this.#answers].filter(([, answer]) => answer.session === session).map(([uri]) => uri);
    await closeTabs(uri => gone.includes(uri.toString()));
    for (const uri of gone) this.#answers.delete(uri);
  }
}

/** What a person begins with: the tool's answer where there is one. */
function draftOf({ result, failed }: PendingCall): string {
  if (result === undefined || failed) return 'null';
  try {
    return JSON.stringify(JSON.parse(result), undefined, 2);
  } catch {
    return 'null';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw vscode.FileSystemError.Unavailable(vscode.l10n.t('A result is JSON: {0}', why));
  }
}

async function closeTabs(which: (uri: vscode.Uri) => boolean): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const closing = tabs.filter(({ input }) => input instanceof vscode.TabInputText && which(input.uri));
  if (closing.length > 0) await vscode.window.tabGroups.close(closing, true);
}
