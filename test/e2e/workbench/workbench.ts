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

  /** Opens the palette with the title typed in; resolves to the line of the command with exactly this title. */
  async openPalette(title: string): Promise<Locator> {
    await persist(async () => {
      await this.page.keyboard.press('F1');
      // A view that takes the focus just now closes the palette again.
      await this.quickInput().fill(`>${title}`, brief);
    });
    // The line's name goes on with the key, or with how it was found.
    return this.option(new RegExp(`^${literally(title)}(,|$)`));
  }

  /**
   * Runs a command from the palette; the title begins with its category. The palette knows what was possible when it
   * opened, so for a command that is about to become possible it is opened again, as a person would.
   */
  async runCommand(title: string): Promise<void> {
    await persist(async () => {
      const line = await this.openPalette(title);
      try {
        await line.click(brief);
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
  }

  /** Picks a line of the open picker. */
  async pick(name: string | RegExp): Promise<void> {
    await this.option(name).first().click();
  }

  /** Chooses from the context menu of something. By key: a menu takes no click in its first moment. */
  async chooseOn(something: Locator, item: string): Promise<void> {
    const line = this.page.getByRole('menuitem', { name: item, exact: true });
    await persist(async () => {
      await something.click({ button: 'right' });
      try {
        await line.hover(brief);
        await this.page.keyboard.press('Enter');
        await line.waitFor({ state: 'hidden', ...brief });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
  }

  /** Opens a file of the folder in the editor area. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.quickInput().fill(path);
    await this.option(path.split('/').at(-1) ?? path)
      .first()
      .click();
    await this.tab(path.split('/').at(-1) ?? path).waitFor();
  }

  /** The line in which palette, pickers and input boxes take text. */
  quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible').getByRole('combobox').or(this.inputBox()).first();
  }

  /** A line of the open palette or picker. */
  option(name: string | RegExp): Locator {
    return this.page.locator('.quick-input-widget:visible').getByRole('option', { name });
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

  /** Writes this over all that the editor with the focus holds. */
  async write(text: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.press('Delete');
    await this.page.keyboard.insertText(text);
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

  async closeToasts(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
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

  private inputBox(): Locator {
    return this.page.locator('.quick-input-widget:visible').getByRole('textbox');
  }
}

const brief = { timeout: 4_000 };

/** Tries again what a moment can spoil. */
async function persist(action: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await action();
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
