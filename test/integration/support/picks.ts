/**
 * Answering pickers as the extension shows them. Tests share the extension's own `vscode`, so what it makes is seen here.
 *
 * Invariant: nothing is accepted before it is what was meant; the workbench is asked again until it says so.
 */
import { commands, type QuickPick, type QuickPickItem, window } from 'vscode';
import { eventually } from './cells.ts';

const open = new Set<QuickPick<QuickPickItem>>();
const create = window.createQuickPick.bind(window);
window.createQuickPick = <T extends QuickPickItem>(): QuickPick<T> => {
  const pick = create<T>();
  const show = pick.show.bind(pick);
  pick.show = () => {
    open.add(pick as unknown as QuickPick<QuickPickItem>);
    show();
  };
  pick.onDidHide(() => open.delete(pick as unknown as QuickPick<QuickPickItem>));
  return pick;
};

/** Moves to the line of a picker that says this, as soon as there is one, and takes it; resolves when it was taken. */
export async function choose(line: RegExp): Promise<void> {
  const pick = await eventually(`a picker with a line ${line}`, () =>
    [...open].find(({ items }) => items.some(({ label }) => line.test(label))),
  );
  const active = () => pick.activeItems[0];
  while (!line.test((await eventually('an active line', active)).label)) {
    const before = active();
    await commands.executeCommand('workbench.action.quickOpenSelectNext');
    await eventually('the next line', () => active() !== before);
  }
  let accepted = false;
  pick.onDidAccept(() => {
    accepted = true;
  });
  await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await eventually(`${line} taken`, () => accepted);
}

/** Gives every question the same answer, whenever it comes, until the work is done. */
export async function answered<T>(work: Thenable<T>, command: string): Promise<T> {
  let over = false;
  const done = Promise.resolve(work).finally(() => {
    over = true;
  });
  while (!over) {
    await new Promise(resolve => setTimeout(resolve, 300));
    if (!over) await commands.executeCommand(command);
  }
  return done;
}
