/**
 * The lines of an output that stand for pictures and sound lead to them: the editor's own viewers show and play what a
 * read-only file system holds, which is in memory and goes with the window.
 *
 * An address of the web is a link to itself; it is followed only by whoever clicks it, and VS Code asks first.
 */

import * as vscode from 'vscode';
import { scheme } from '../ids.ts';
import { type MediaFile, mediaFile, mediaUrl } from './outputMedia.ts';
import type { OutputMedia } from './outputText.ts';

/** `mediaOf`: what stands in the output document at an address. */
export function registerOutputMedia(mediaOf: (output: vscode.Uri) => readonly OutputMedia[]): vscode.Disposable {
  const files: vscode.FileSystemProvider = {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => {}),
    stat: uri => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: fileAt(uri).bytes().length }),
    readFile: uri => fileAt(uri).bytes(),
    readDirectory: () => [],
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };

  function fileAt(uri: vscode.Uri): MediaFile {
    const { output, number } = JSON.parse(uri.query) as { output: string; number: number };
    const media = mediaOf(vscode.Uri.parse(output))[number - 1];
    const file = media && mediaFile(media, number);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }

  function linksIn(document: vscode.TextDocument): vscode.DocumentLink[] {
    return mediaOf(document.uri).flatMap((media, index) => {
      const target = targetOf(document.uri, media, index + 1);
      if (!target || media.line >= document.lineCount) return [];
      const link = new vscode.DocumentLink(document.lineAt(media.line).range, target);
      link.tooltip = media.item.type === 'image' ? vscode.l10n.t('Show the picture') : vscode.l10n.t('Play the sound');
      return [link];
    });
  }

  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(scheme.media, files, { isReadonly: true }),
    vscode.languages.registerDocumentLinkProvider({ scheme: scheme.output }, { provideDocumentLinks: linksIn }),
  );
}

function targetOf(output: vscode.Uri, media: OutputMedia, number: number): vscode.Uri | undefined {
  const file = mediaFile(media, number);
  if (file) {
    const query = JSON.stringify({ output: output.toString(), number });
    return vscode.Uri.from({ scheme: scheme.media, path: `${output.path}/${file.name}`, query });
  }
  const url = mediaUrl(media);
  return /^https?:/i.test(url) ? vscode.Uri.parse(url) : undefined;
}

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}
