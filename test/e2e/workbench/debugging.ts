/**
 * The debugger as a person sees it: the gutter, the keys, the views beside the code, the rows of what is pending.
 *
 * Locators go by role and accessible name. Class names of VS Code are used only where it gives a part no role of its
 * own, and only here.
 */
import type { Locator, Page } from 'playwright-core';
import { brief, click, longLook, persist, press, succeeds, until } from './until.ts';
import type { Workbench } from './workbench.ts';

export class Debugging {
  private readonly workbench: Workbench;
  private readonly page: Page;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
  }

  /** Sets a breakpoint by a click beside the number of a line. */
  async clickGutter(line: number): Promise<void> {
    const number = this.lineNumber(line);
    await persist(
      `a breakpoint in line ${line}`,
      async () => {
        // A second click would take it away.
        if (await this.isBeside('.codicon-debug-breakpoint', number)) return;
        // What stands above the first line of a cell comes late, and moves all lines down.
        await this.page.getByRole('button', { name: 'Run cell' }).first().waitFor(brief);
        const { x, y, height } = await box(number);
        await this.page.mouse.move(x - 8, y + height / 2);
        if ((await box(number)).y !== y) throw new Error('The lines are moving.');
        await this.page.mouse.click(x - 8, y + height / 2);
      },
      () => this.isBeside('.codicon-debug-breakpoint', number),
      longLook,
    );
  }

  /** Puts the cursor into the code of a cell and presses F5; resolves when a session has begun. */
  pressF5(): Promise<void> {
    return this.begin(async () => {
      await this.workbench.editor(/\.cell\.js/).focus(brief);
      await this.page.keyboard.press('F5');
    });
  }

  /** Does what begins a session; resolves when there is one. */
  async begin(start: () => Promise<unknown>): Promise<void> {
    await persist('a session has begun', start, () => this.toolbar().isVisible(), longLook);
  }

  /**
   * Presses a key of the debugger, which the whole window listens to. The window may show why a cell stands before its
   * keys mean anything for one that does; the buttons above the code change with the keys.
   *
   * @param effect what is seen when it has done its work, and not before
   */
  async press(key: string, effect: Locator | (() => Promise<boolean>)): Promise<void> {
    await persist(
      `${key} has done its work`,
      async () => {
        const needed = neededFor(key);
        if (needed) await this.button(needed).waitFor(brief);
        await this.page.keyboard.press(key);
      },
      typeof effect === 'function' ? effect : () => effect.first().isVisible(),
      longLook,
    );
  }

  /** The same by a button above the code. */
  async pressButton(name: string, effect: Locator | (() => Promise<boolean>)): Promise<void> {
    await persist(
      `“${name}” has done its work`,
      () => click(this.button(name)),
      typeof effect === 'function' ? effect : () => effect.first().isVisible(),
      longLook,
    );
  }

  /** Presses a key that goes on from where the cell stands; resolves when it stands in this line. */
  async pressTo(key: string, line: number): Promise<void> {
    await this.press(key, this.frame(new RegExp(`line ${line}, `)));
    await this.standsAt(line);
  }

  /** Ends the session. */
  async stop(): Promise<void> {
    await this.press('Shift+F5', () => this.toolbar().isHidden());
  }

  button(name: string | RegExp): Locator {
    return this.toolbar().getByRole('button', { name });
  }

  /** Resolves when the cell stands in this line: in the call stack, and as the line that is marked in the editor. */
  async standsAt(line: number): Promise<void> {
    await this.frame(new RegExp(`line ${line}, `))
      .first()
      .waitFor();
    await until(`line ${line} is marked`, () => this.isBeside('.debug-top-stack-frame-line', this.lineNumber(line)));
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
    await this.setFolded(name, false);
    await this.scrollTo(this.variable(below).first());
  }

  async fold(name: string | RegExp): Promise<void> {
    await this.setFolded(name, true);
  }

  /** Writes another value over a variable; resolves when it has been taken. */
  async setVariable(name: string | RegExp, value: string, changed: string | RegExp): Promise<void> {
    const box = this.variables().getByRole('textbox');
    await this.scrollTo(this.variable(name).first());
    await persist(
      `${changed} is written over ${name}`,
      async () => {
        if (!(await box.isVisible())) await this.variable(name).first().dblclick(brief);
        await box.fill(value, brief);
        await press(box, 'Enter');
      },
      () => this.variable(changed).first().isVisible(),
    );
  }

  /** Rests the pointer on a word of the code, until its value is told. */
  async hover(words: string, word: string, value: string): Promise<void> {
    const told = this.page.locator('.debug-hover-widget').filter({ hasText: value });
    const place = this.workbench.text(words).getByText(word, { exact: true }).first();
    await persist(
      `the value of ${word} is told`,
      async () => {
        await this.page.mouse.move(0, 0);
        await place.hover(brief);
      },
      () => told.isVisible(),
    );
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
    const heading = await box(this.page.getByRole('button', { name: 'Pending Calls and Timers Section' }));
    const last = await box(this.pending(/./).last());
    return { ...heading, height: last.y + last.height + 8 - heading.y };
  }

  /**
   * Presses a button on a row of what is pending.
   *
   * @param effect what is seen when it has done its work, and not before
   */
  async pressOn(row: string | RegExp, button: string, effect: Locator): Promise<void> {
    await persist(
      `“${button}” is pressed`,
      async () => {
        // Rows have their buttons only while the pointer rests on them.
        await this.pending(row).hover(brief);
        await click(this.pending(row).getByRole('button', { name: button }));
      },
      () => effect.first().isVisible(),
      longLook,
    );
  }

  /**
   * Chooses from the menu of a row of what is pending.
   *
   * @param effect what is seen when it has done its work, and not before
   */
  chooseOn(row: string | RegExp, item: string, effect: Locator): Promise<void> {
    return this.workbench.chooseOn(this.pending(row), item, () => effect.first().isVisible());
  }

  /** Gives what the editor of a result holds to its call; resolves when the editor has closed. */
  async give(call: string): Promise<void> {
    const button = this.page.getByRole('button', { name: `Give this to ${call}` });
    await persist(
      `${call} is given its result`,
      () => click(button),
      async () => (await button.count()) === 0 && (await this.workbench.tab(new RegExp(`^${call} `)).count()) === 0,
    );
  }

  /** Ticks a line of the breakpoints view: `Yields`. */
  async tick(name: string): Promise<void> {
    const line = this.breakpoints().getByRole('checkbox', { name, exact: true }).first();
    await this.scroll(this.breakpoints(), line);
    const ticked = async () => (await line.getAttribute('aria-checked', brief)) === 'true';
    await persist(
      `${name} is ticked`,
      async () => {
        // A second click would take it back.
        if (!(await ticked())) await click(line.getByRole('checkbox'));
      },
      ticked,
      longLook,
    );
  }

  /** Stops at every call of a tool, by the button of the breakpoints view; resolves when the breakpoint is there. */
  async breakAtCallsOf(tool: string): Promise<void> {
    const box = this.breakpoints().getByRole('textbox');
    const line = this.breakpoints().getByRole('checkbox', { name: new RegExp(tool) });
    await persist(
      `a breakpoint at calls of ${tool}`,
      async () => {
        if (!(await box.isVisible())) {
          // The line to write in comes last, and goes when it is out of sight.
          await this.breakpoints().hover(brief);
          await this.page.mouse.wheel(0, 3_000);
          await this.page.getByRole('button', { name: 'Breakpoints Section' }).hover(brief);
          await click(this.page.getByRole('button', { name: 'Add Function Breakpoint' }));
        }
        await box.fill(tool, brief);
        await press(box, 'Enter');
      },
      () => line.first().isVisible(),
    );
  }

  /** The same by the command. */
  async chooseToStopAt(tool: string): Promise<void> {
    const line = this.breakpoints().getByRole('checkbox', { name: new RegExp(tool) });
    await this.workbench.runAndPick('Cellscope: Stop at Calls of Tool…', new RegExp(`^${tool}`));
    await this.scroll(this.breakpoints(), line.first());
  }

  /** Resolves when no session is left. */
  async over(): Promise<void> {
    await this.toolbar().waitFor({ state: 'hidden' });
  }

  private toolbar(): Locator {
    return this.page.locator('.debug-toolbar');
  }

  private breakpoints(): Locator {
    return this.page.getByRole('tree', { name: 'Breakpoints' });
  }

  private variables(): Locator {
    return this.page.getByRole('tree', { name: 'Debug Variables' });
  }

  private lineNumber(line: number): Locator {
    return this.page.locator('.editor-instance .line-numbers').getByText(String(line), { exact: true }).first();
  }

  /** Whether something an editor draws stands at the height of a line. Either may go before it is measured. */
  private async isBeside(drawn: string, number: Locator): Promise<boolean> {
    if ((await number.count()) === 0) return false;
    const { y } = await box(number);
    for (const each of await this.page.locator(`.editor-instance ${drawn}`).all()) {
      if (Math.abs((await box(each)).y - y) < 4) return true;
    }
    return false;
  }

  private async setFolded(name: string | RegExp, folded: boolean): Promise<void> {
    const line = this.variable(name).first();
    const wanted = String(!folded);
    await this.scrollTo(line);
    await persist(
      `${name} is ${folded ? 'folded' : 'unfolded'}`,
      async () => {
        // A click turns it over, so it is looked at first.
        if ((await line.getAttribute('aria-expanded', brief)) !== wanted) await click(line);
      },
      async () => (await line.getAttribute('aria-expanded', brief)) === wanted,
      longLook,
    );
  }

  /** Trees only hold the lines in sight. */
  private async scrollTo(line: Locator): Promise<void> {
    await this.scroll(this.variables(), line);
  }

  private async scroll(tree: Locator, line: Locator): Promise<void> {
    let step = 0;
    await until('a line of the view is in sight', async () => {
      if (await line.isVisible()) return true;
      const { x, y, width, height } = await box(tree);
      await this.page.mouse.move(x + width / 2, y + height / 2);
      // From the beginning down by two lines, and after a while from the beginning again.
      await this.page.mouse.wheel(0, step === 0 ? -5_000 : 44);
      step = (step + 1) % 40;
      return succeeds(line.waitFor({ timeout: 300 }));
    });
  }
}

/** The button that is there as long as a key of the debugger has a meaning. */
function neededFor(key: string): RegExp | undefined {
  if (key === 'F6') return /^Pause/;
  return key === 'Shift+F5' ? undefined : /^Continue/;
}

async function box(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox(brief);
  if (box === null) throw new Error('This part of the window is not in sight.');
  return box;
}
