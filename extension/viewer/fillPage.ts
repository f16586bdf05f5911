/**
 * Fills a webview with one of the pages: its script, its styles, its policy and its texts in the editor's language.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { textsUnder } from '../base/textsUnder.ts';
import { viewerPage } from './viewerPage.ts';

export type PageName = 'viewer' | 'compare';

/** `receive` gets whatever the page says, checked by nobody yet. */
export function fillPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  page: { readonly name: PageName; readonly title: string; readonly receive: (message: unknown) => void },
): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const uriOf = (file: string) => String(webview.asWebviewUri(vscode.Uri.joinPath(folder, file)));
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.onDidReceiveMessage(page.receive);
  // Only now: the page says `ready` as soon as it runs.
  webview.html = viewerPage({
    script: uriOf(`${page.name}.js`),
    style: uriOf(`${page.name}.css`),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    language: vscode.env.language,
    title: page.title,
    // What pages share is translated as the viewer's.
    strings: { ...textsUnder('viewer'), ...textsUnder(page.name) },
  });
}
