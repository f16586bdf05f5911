/**
 * The debugger as a person sees it: the gutter, the keys, the views beside the code, the rows of what is pending.
 *
 * Locators go by role and accessible name. Class names of VS Code are used only where it gives a part no role of its
 * own, and only here.
 */
import type { Locator, Page } from 'playwright-core';
import { succeeds, until } from './until.ts';
import type { Workbench } from './workbench.ts';

export class Debugging {
  private readonly workbench: Workbench;
  private readonly page: Page;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
  }

  /** Clicks beside the number of a line, where breakpoints are set, until there is one. */
  async clickGutter(line: number): Promise<void> {
    const dot = this.page.locator('.editor-instance .codicon-debug-breakpoint').first();
    await until(`a breakpoint in line ${line}`, async () => {
      const { x, y, height } = await this.box(this.lineNumber(line));
      await this.page.mouse.click(x - 8, y + height / 2);
      return succeeds(dot.waitFor(brief));
    });
  }

  /** Puts the cursor into the code of a cell and presses F5. */
  async pressF5(): Promise<void> {
    await this.page
      .getByRole('code')
      .getByRole('textbox', { name: /\.cell\.js/ })
      .first()
      .focus();
    await this.page.keyboard.press('F5');
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  button(name: string | RegExp): Locator {
    return this.page.locator('.debug-toolbar').getByRole('button', { name });
  }

  /** Resolves when the cell stands in this line: in the call stack, and as the line that is marked in the editor. */
  async standsAt(line: number): Promise<void> {
    await this.frame(new RegExp(`line ${line}, `))
      .first()
      .waitFor();
    await until(`line ${line} is marked`, async () => {
      const marked = this.page.locator('.editor-instance .debug-top-stack-frame-line').first();
      const number = this.lineNumber(line);
      if ((await marked.count()) === 0 || (await number.count()) === 0) return false;
      // Either may go again before it is measured.
      const [at, wanted] = [await marked.boundingBox(brief), await number.boundingBox(brief)];
      return at !== null && wanted !== null && Math.abs(at.y - wanted.y) < 4;
    });
  }

  /** Why it stands, as the call stack says. */
  reason(text: string | RegExp): Locator {
    return this.page.getByRole('button', { name: 'Call Stack Section' }).getByText(text);
  }

  frame(name: string | RegExp): Locator {
    return this.page.getByRole('treegrid', { name: 'Debug Call Stack' }).getByRole('row', { name });
  }

  /** A line of the variables, by what is read out for it: `n, value 2`. */
  variable(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Debug Variables' }).getByRole('treeitem', { name });
  }

  /** Unfolds a scope or a variable and resolves when the line below it is there. */
  async unfold(name: string | RegExp, below: string | RegExp): Promise<void> {
    const line = this.variable(name).first();
    await this.scrollTo(line);
    await until(`${name} is unfolded`, async () => {
      if ((await line.getAttribute('aria-expanded')) === 'false') await succeeds(line.click(brief));
      return (await line.getAttribute('aria-expanded')) === 'true';
    });
    await this.scrollTo(this.variable(below).first());
  }

  async fold(name: string | RegExp): Promise<void> {
    const line = this.variable(name).first();
    await this.scrollTo(line);
    await line.click();
    await this.page.keyboard.press('ArrowLeft');
    await until(`${name} is folded`, async () => (await line.getAttribute('aria-expanded')) === 'false');
  }

  /** Writes another value over a variable. */
  async setVariable(name: string | RegExp, value: string): Promise<void> {
    await this.variable(name).first().dblclick();
    const box = this.page.getByRole('tree', { name: 'Debug Variables' }).getByRole('textbox');
    await box.fill(value);
    await box.press('Enter');
  }

  /** Rests the pointer on a word of the code; resolves to the box that tells its value. */
  async hover(words: string, word: string): Promise<Locator> {
    const box = this.page.locator('.debug-hover-widget');
    const place = this.workbench.text(words).getByText(word, { exact: true }).first();
    await until(`the value of ${word} is told`, async () => {
      await this.page.mouse.move(0, 0);
      await place.hover();
      return succeeds(box.waitFor(brief));
    });
    return box;
  }

  console(text: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Debug Console' }).getByRole('treeitem', { name: text });
  }

  /** A row of what the cell waits for. */
  pending(name: string | RegExp): Locator {
    return this.page.getByRole('tree', { name: 'Pending Calls and Timers' }).getByRole('treeitem', { name });
  }

  /** Where the view of what is pending stands in the window, from its heading to its last row. */
  async pendingView(): Promise<{ x: number; y: number; width: number; height: number }> {
    const heading = await this.box(this.page.getByRole('button', { name: 'Pending Calls and Timers Section' }));
    const last = await this.box(this.pending(/./).last());
    return { ...heading, height: last.y + last.height + 8 - heading.y };
  }

  /** Presses a button on a row of what is pending. */
  async pressOn(row: string | RegExp, button: string): Promise<void> {
    await this.pending(row).hover();
    await this.pending(row).getByRole('button', { name: button }).click();
  }

  /** Chooses from the menu of a row of what is pending. */
  chooseOn(row: string | RegExp, item: string): Promise<void> {
    return this.workbench.chooseOn(this.pending(row), item);
  }

  /** Ticks or unticks a line of the breakpoints view: `Yields`. */
  async toggle(name: string): Promise<void> {
    const line = this.breakpoints().getByRole('checkbox', { name, exact: true }).first();
    const box = line.getByRole('checkbox');
    const before = await line.getAttribute('aria-checked');
    await box.click();
    await until(`${name} is toggled`, async () => (await line.getAttribute('aria-checked')) !== before);
  }

  /** Stops at every call of a tool, by the button of the breakpoints view. */
  async breakAtCallsOf(tool: string): Promise<void> {
    const box = this.breakpoints().getByRole('textbox');
    await until('the name of a function is asked for', async () => {
      // The line to write in comes last, and goes when it is out of sight.
      await this.breakpoints().hover();
      await this.page.mouse.wheel(0, 3_000);
      await this.page.getByRole('button', { name: 'Breakpoints Section' }).hover();
      await this.page.getByRole('button', { name: 'Add Function Breakpoint' }).click();
      return succeeds(box.waitFor(brief));
    });
    await box.fill(tool);
    await box.press('Enter');
    await this.breakpoints().hover();
    await this.page.mouse.wheel(0, -3_000);
  }

  /** The same by the command; resolves when the breakpoint is there. */
  async chooseToStopAt(tool: string): Promise<void> {
    await this.workbench.runCommand('Cellscope: Stop at Calls of Tool…');
    await this.workbench.pick(new RegExp(`^${tool}`));
    const line = this.breakpoints().getByRole('checkbox', { name: new RegExp(tool) });
    await until(`a breakpoint at calls of ${tool}`, async () => {
      await this.breakpoints().focus();
      await this.page.keyboard.press('End');
      return (await line.count()) > 0;
    });
    await this.page.keyboard.press('Home');
  }

  /** Resolves when no session is left. */
  async over(): Promise<void> {
    await this.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  }

  private breakpoints(): Locator {
    return this.page.getByRole('tree', { name: 'Breakpoints' });
  }

  private lineNumber(line: number): Locator {
    return this.page.locator('.editor-instance .line-numbers').getByText(String(line), { exact: true }).first();
  }

  /** Trees only hold the lines in sight. */
  private async scrollTo(line: Locator): Promise<void> {
    const tree = this.page.getByRole('tree', { name: 'Debug Variables' });
    await until('a line of the variables is in sight', async () => {
      if ((await line.count()) > 0) return true;
      await tree.hover();
      // Down by a few lines; from the end back to the beginning.
      const before = await tree.ariaSnapshot();
      await this.page.mouse.wheel(0, 66);
      if ((await tree.ariaSnapshot()) === before) await this.page.mouse.wheel(0, -5_000);
      return (await line.count()) > 0;
    });
  }

  private async box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await locator.boundingBox();
    if (box === null) throw new Error('This part of the window is not in sight.');
    return box;
  }
}

const brief = { timeout: 3_000 };
