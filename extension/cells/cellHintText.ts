/** What hints say to whoever writes a cell, and what would put them right. */

import * as vscode from 'vscode';
import type { CellHint, Lack } from '../../runtime/authoring/hint.ts';
import { unreachable } from '../../runtime/base/json.ts';

export function hintText(hint: CellHint): string {
  switch (hint.kind) {
    case 'pragma':
      return hint.message;
    case 'import':
      return vscode.l10n.t('A cell imports nothing: what it needs it gets from its tools.');
    case 'absentName':
      return lackText(hint.lacks, hint.name);
    case 'unknownTool':
      return hint.meant === undefined
        ? vscode.l10n.t('There is no tool {0}.', hint.name)
        : vscode.l10n.t('There is no tool {0}. Is {1} meant?', hint.name, hint.meant);
    case 'unknownField':
      return hint.meant === undefined
        ? vscode.l10n.t('{0} takes no {1}.', hint.tool, hint.name)
        : vscode.l10n.t('{0} takes no {1}. Is {2} meant?', hint.tool, hint.name, hint.meant);
    case 'missingField':
      return vscode.l10n.t('{0} needs {1}.', hint.tool, hint.name);
    case 'unawaitedCall':
      return vscode.l10n.t(
        'Nothing waits for this call of {0}: if it is still open when the cell ends, it is cancelled. "void" before it says that this is meant.',
        hint.tool,
      );
    case 'unawaitedResult':
      return vscode.l10n.t('This is the promise of {0}, not yet its result: await it.', hint.tool);
    default:
      return unreachable(hint);
  }
}

function lackText(lacks: Lack, name: string): string {
  switch (lacks) {
    case 'console':
      return vscode.l10n.t('A cell has no console: text() puts something out, notify() does so at once.');
    case 'modules':
      return vscode.l10n.t('A cell has no modules, so no {0}: what it needs it gets from its tools.', name);
    case 'node':
      return vscode.l10n.t('A cell has nothing of Node, so no {0}: its tools reach files and commands.', name);
    case 'network':
      return vscode.l10n.t('A cell has no network, so no {0}: only its tools reach out.', name);
    case 'timers':
      return vscode.l10n.t('A cell has no {0}; it has setTimeout and clearTimeout.', name);
    case 'other':
      return vscode.l10n.t('A cell has no {0}: it sees ECMAScript, its tools and its own helpers.', name);
    default:
      return unreachable(lacks);
  }
}
