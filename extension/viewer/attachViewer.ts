/**
 * Puts the viewer into a webview, wherever that stands: a view, an editor or a panel.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type ViewerActions, ViewerHost } from './viewerHost.ts';
import { viewerPage } from './viewerPage.ts';

export interface ViewerFrame {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly onDidDispose: vscode.Event<void>;
}

/** The caller tells the host about visibility and disposes it with the webview. */
export function attachViewer(frame: ViewerFrame, extensionUri: vscode.Uri, actions: ViewerActions): ViewerHost {
  const { webview } = frame;
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  const host = new ViewerHost(
    {
      post: message => void webview.postMessage(message),
      get visible() {
        return frame.visible;
      },
      get mayRun() {
        return vscode.workspace.isTrusted;
      },
    },
    actions,
  );
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => host.mayRunChanged());
  frame.onDidDispose(() => trust.dispose());
  webview.onDidReceiveMessage(message => host.receive(message));
  // Only now: the page says `ready` as soon as it runs.
  webview.html = viewerPage({
    script: String(webview.asWebviewUri(vscode.Uri.joinPath(folder, 'viewer.js'))),
    style: String(webview.asWebviewUri(vscode.Uri.joinPath(folder, 'viewer.css'))),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    language: vscode.env.language,
    title: vscode.l10n.t('Timeline'),
    strings: pageStrings('viewer:'),
  });
  return host;
}

/** In a translated bundle a page's texts stand under a prefix and their key in the page's `strings.ts`. */
export function pageStrings(prefix: 'viewer:' | 'compare:'): Record<string, string> {
  const entries = Object.entries(vscode.l10n.bundle ?? {}).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length), String(text)]));
}
