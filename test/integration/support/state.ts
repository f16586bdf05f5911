/** What is open in the window, for the message of a test that waits in vain: where it runs nobody sees the window. */
import { debug, type Tab, window } from 'vscode';

export function state(): string {
  const groups = window.tabGroups.all.map(
    ({ isActive, tabs }) => `${isActive ? '*' : ''}[${tabs.map(named).join(', ')}]`,
  );
  const editors = window.visibleTextEditors.map(({ document }) => document.fileName);
  return [
    `tabs: ${groups.join(' ')}`,
    `text editors: ${editors.join(', ')}; active: ${window.activeTextEditor?.document.fileName ?? 'none'}`,
    `debug session: ${debug.activeDebugSession?.name ?? 'none'}`,
  ].join('\n');
}

/** `*` for the one in front; what is no text says what shows it. */
function named({ label, isActive, input }: Tab): string {
  const viewType = typeof input === 'object' && input !== null && 'viewType' in input ? ` (${input.viewType})` : '';
  return `${isActive ? '*' : ''}${label}${viewType}`;
}
