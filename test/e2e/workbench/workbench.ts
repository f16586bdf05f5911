/**
 * The workbench as a person sees it: commands by their title, views and items by their names.
 *
 * Locators go by role and accessible name. Class names of VS Code are used only where it gives a part no role of its
 * own, and only here.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../../../scripts/bootstrap.mjs';
import type { Server } from '../../vscode/server.ts';
import { cellProcesses } from './processes.ts';
import { literally, nameOf, QuickInput } from './quickInput.ts';
import { brief, click, longLook, persist, press, until } from './until.ts';
import { Viewer } from './viewer.ts';

export class Workbench {
  readonly page: Page;
  /** The copy of the samples that is open. */
  readonly folder: string;
  readonly close: () => Promise<void>;
  private readonly server: Server;

  constructor(page: Page, folder: string, server: Server, close: () => Promise<void>) {
    this.page = page;
    this.folder = folder;
    this.server = server;
    this.close = close;
  }

  /** Resolves when the workbench takes commands and the extension's manifest is known to it. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor();
    await this.activityTab('Cellscope').waitFor();
  }

  /** The palette, pickers and questions. */
  get input(): QuickInput {
    return new QuickInput(this.page);
  }

  runCommand(title: string): Promise<void> {
    return this.input.runCommand(title);
  }

  /** Picks a line of the picker that opens by itself. */
  pick(name: string | RegExp): Promise<void> {
    return this.input.pick(async () => {}, name);
  }

  /** Runs a command that asks by a picker. */
  runAndPick(title: string, name: string | RegExp): Promise<void> {
    return this.input.pick(() => this.runCommand(title), name);
  }

  option(name: string | RegExp): Locator {
    return this.input.option(name);
  }

  /**
   * Chooses from the context menu of something. By key: a menu takes no click in its first moment.
   *
   * @param seen what shows that it was done; without it, that the menu has closed
   */
  async chooseOn(something: Locator, item: string, seen?: () => Promise<boolean>): Promise<void> {
    await this.chooseFrom(() => click(something, { button: 'right' }), item, seen);
  }

  /** The same for a menu that something else opens. */
  async chooseFrom(open: () => Promise<unknown>, item: string, seen?: () => Promise<boolean>): Promise<void> {
    const line = this.page.getByRole('menuitem', { name: item, exact: true });
    let chosen = false;
    await persist(
      `“${item}” is chosen`,
      async () => {
        if (!(await line.isVisible())) {
          await this.closeMenu();
          await open();
        }
        await line.hover(brief);
        await until(`“${item}” has the focus`, () => hasFocus(line), brief.timeout);
        await press(line, 'Enter');
        chosen = true;
      },
      seen ?? (async () => chosen && (await line.isHidden())),
      seen && longLook,
    );
  }

  /** Closes the menu of something else: what moved at the moment of a click leaves one open, and it takes every other. */
  private async closeMenu(): Promise<void> {
    const menu = this.page.getByRole('menu').filter({ visible: true });
    if ((await menu.count()) > 0) await this.page.keyboard.press('Escape');
  }

  /** Opens a file of the folder in the editor area; resolves when it is the one that commands are about. */
  async openFile(path: string): Promise<void> {
    const front = this.page.locator('.editor-group-container.active');
    const tab = front.getByRole('tab', { name: nameOf(path), selected: true });
    await persist(
      `${path} is open`,
      () => this.input.chooseFile(path),
      () => tab.first().isVisible(),
    );
    if (!path.endsWith('.jsonl')) await this.editor(nameOf(path)).waitFor({ state: 'attached' });
  }

  /** Where a text editor takes what is written. */
  editor(name: string | RegExp): Locator {
    const literal = typeof name === 'string' ? new RegExp(`^${literally(name)}\\b`) : name;
    return this.page.getByRole('code').getByRole('textbox', { name: literal }).first();
  }

  /** Folds a view of the side bar to its heading. */
  async foldSection(name: string): Promise<void> {
    const folded = async () => (await this.section(name).getAttribute('aria-expanded', brief)) === 'false';
    await persist(
      `${name} is folded`,
      async () => {
        // A second click would unfold it.
        if (!(await folded())) await click(this.section(name));
      },
      folded,
    );
  }

  /** Opens Cellscope's views in the side bar. */
  async showCellscope(): Promise<void> {
    const tab = this.activityTab('Cellscope');
    await persist(
      'the views of Cellscope are in front',
      async () => {
        // A second click would close them.
        if (!(await isSelected(tab))) await click(tab);
      },
      async () => (await isSelected(tab)) && (await this.section('Rollouts').isVisible()),
    );
  }

  activityTab(name: string): Locator {
    return this.page.getByRole('tab', { name }).and(this.page.locator('.activitybar [role=tab]'));
  }

  /** A tab of the editor area. */
  tab(name: string | RegExp): Locator {
    return this.page.locator('.editor-group-container').getByRole('tab', { name });
  }

  /** A line of an open text editor that contains these words; editors draw blanks as other characters. */
  text(words: string): Locator {
    const line = new RegExp(words.split(' ').map(literally).join('\\s'));
    return this.page.locator('.editor-instance .view-line').filter({ hasText: line });
  }

  /** Writes one line over all that an editor holds. */
  async write(editor: Locator, line: string): Promise<void> {
    await persist(
      `“${line}” is written`,
      async () => {
        await press(editor, 'ControlOrMeta+A');
        await press(editor, 'Delete');
        await this.page.keyboard.insertText(line);
      },
      async () => (await linesOf(editor)).join('\n') === line,
    );
  }

  /**
   * Saves what an editor holds.
   *
   * @param refusal what VS Code says to it; a toast for it would wait until the window has the focus
   */
  async saveInVain(editor: Locator, refusal: RegExp): Promise<void> {
    await persist(
      `saving is refused: ${refusal}`,
      () => press(editor, 'ControlOrMeta+S'),
      async () => (await this.alert(refusal).count()) > 0,
    );
  }

  /** Clicks on a rollout in the tree; resolves when it is shown. */
  async showRollout(line: Locator): Promise<void> {
    const shown = this.viewer().surface();
    await persist(
      'a rollout is shown',
      () => click(line),
      () => shown.isVisible(),
    );
  }

  /** Unfolds a line of a tree. */
  async unfold(tree: Locator, line: Locator): Promise<void> {
    const unfolded = async () => (await line.getAttribute('aria-expanded', brief)) === 'true';
    await persist(
      'a line of a tree is unfolded',
      async () => {
        await click(line);
        // What opens by the click may have the focus by now.
        if (!(await unfolded())) await press(tree, 'ArrowRight');
      },
      unfolded,
    );
  }

  /** What is told at once to whoever cannot see it; toasts wait until the window has the focus. */
  alert(text: string | RegExp): Locator {
    return this.page.getByRole('alert').filter({ hasText: text }).first();
  }

  /** The heading of a view in the side bar. */
  section(name: string): Locator {
    return this.page.getByRole('button', { name: `${name} Section` });
  }

  tree(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name });
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts').getByRole('dialog').filter({ hasText: text });
  }

  statusItem(name: string | RegExp): Locator {
    return this.page.getByRole('status').or(this.page.locator('.statusbar')).getByRole('button', { name });
  }

  /** A dialog that keeps everything else waiting. */
  modal(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The rollout viewer that is visible; with several, counted in the order they were opened. */
  viewer(index = 0): Viewer {
    return new Viewer(this.page.frameLocator('iframe.webview.ready').nth(index).frameLocator('iframe#active-frame'));
  }

  /** Opens the list of notifications; resolves when one of them says this. */
  async findNotification(text: string | RegExp): Promise<void> {
    await persist(
      `a notification says ${text}`,
      () => this.runCommand('Notifications: Show Notifications'),
      () => this.page.getByText(text).first().isVisible(),
    );
  }

  /** Presses a button of the one notification that has it. */
  async pressInNotification(text: string | RegExp, button: string, seen: () => Promise<boolean>): Promise<void> {
    await persist(
      `“${button}” is pressed`,
      async () => {
        await this.findNotification(text);
        await click(this.page.getByRole('button', { name: button, exact: true }));
      },
      seen,
    );
  }

  async closeToasts(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notifications-toasts').getByRole('dialog').first().waitFor({ state: 'hidden' });
  }

  /** Saves what can be seen to `test-results/e2e/`. */
  async screenshot(name: string): Promise<void> {
    const folder = join(root, 'test-results/e2e');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name.replaceAll(/[^\w]+/g, '-')}.png`) });
  }

  /** Ids of the processes that hold this window's cells. */
  cellProcesses(): number[] {
    return cellProcesses(this.server.pid);
  }

  /** What VS Code's server has printed so far. */
  log(): string {
    return this.server.output();
  }
}

/** What is drawn of an editor; it draws blanks as other characters. */
function linesOf(editor: Locator): Promise<readonly string[]> {
  return editor.evaluate(
    it => {
      const lines = it.closest('.monaco-editor')?.querySelectorAll('.view-line') ?? [];
      return [...lines].map(line => (line.textContent ?? '').replaceAll('\u00a0', ' '));
    },
    undefined,
    brief,
  );
}

async function isSelected(tab: Locator): Promise<boolean> {
  return (await tab.getAttribute('aria-selected', brief)) === 'true';
}

/** Also inside the shadow roots in which menus stand. */
function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate(it => (it.getRootNode() as Document | ShadowRoot).activeElement === it, undefined, brief);
}
