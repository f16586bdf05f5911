/**
 * Puts the viewer into a webview, wherever that stands: a view, an editor or a panel.
 */

import * as vscode from 'vscode';
import { sayIn } from '../../runtime/viewer/words.ts';
import { textsUnder } from '../base/textsUnder.ts';
import { fillPage } from './fillPage.ts';
import { type ViewerActions, ViewerHost } from './viewerHost.ts';

export interface ViewerFrame {
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly onDidDispose: vscode.Event<void>;
}

/** The caller tells the host about visibility and disposes it with the webview. */
export function attachViewer(frame: ViewerFrame, extensionUri: vscode.Uri, actions: ViewerActions): ViewerHost {
  const { webview } = frame;
  const host = new ViewerHost(
    {
      post: message => void webview.postMessage(message),
      get visible() {
        return frame.visible;
      },
      get mayRun() {
        return vscode.workspace.isTrusted;
      },
      say: sayIn(textsUnder('details')),
    },
    actions,
  );
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => host.mayRunChanged());
  frame.onDidDispose(() => trust.dispose());
  fillPage(webview, extensionUri, {
    name: 'viewer',
    title: vscode.l10n.t('Timeline'),
    receive: message => host.receive(message),
  });
  return host;
}
