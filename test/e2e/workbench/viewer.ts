/** The rollout viewer inside its webview, by what it says to assistive technology. */
import type { FrameLocator, Locator } from 'playwright-core';
import { brief, click, longLook, persist, press, succeeds, until } from './until.ts';

export class Viewer {
  private readonly frame: FrameLocator;

  constructor(frame: FrameLocator) {
    this.frame = frame;
  }

  /** The canvas with the lanes. */
  timeline(): Locator {
    return this.frame.getByRole('application', { name: /^Timeline of/ });
  }

  button(name: string | RegExp): Locator {
    return this.frame.getByRole('button', { name });
  }

  /** The same content as a tree. */
  outline(): Locator {
    return this.frame.getByRole('tree', { name: /^Outline of/ });
  }

  /** A line of the outline, which only holds those in sight: how many there are depends on what took its time. */
  item(name: string | RegExp): Locator {
    return this.outline().getByRole('treeitem', { name });
  }

  selectedItem(): Locator {
    return this.outline().getByRole('treeitem', { selected: true });
  }

  /** Scrolls through the outline until a line is in sight, and gives it. */
  async find(name: string | RegExp): Promise<Locator> {
    const line = this.item(name).first();
    await until(`${name} stands in the outline`, async () => {
      if (await line.isVisible()) return true;
      await this.outline().evaluate(
        box => {
          const end = box.scrollHeight - box.clientHeight;
          box.scrollTop = box.scrollTop < end - 1 ? box.scrollTop + box.clientHeight / 2 : 0;
        },
        undefined,
        brief,
      );
      return succeeds(line.waitFor({ timeout: 500 }));
    });
    return line;
  }

  /** How many lines stand on the level of this one, seen or not. */
  async siblings(name: string | RegExp): Promise<number> {
    return Number(await (await this.find(name)).getAttribute('aria-setsize'));
  }

  details(): Locator {
    return this.frame.getByRole('region', { name: 'Details' });
  }

  /** Whichever of the two is there. */
  surface(): Locator {
    return this.timeline().or(this.outline()).first();
  }

  /** Turns from the canvas to the outline, whose lines can be read and clicked one by one. */
  async showOutline(): Promise<void> {
    await this.turnTo(this.outline(), 'outline');
  }

  /** Turns from the outline back to the canvas. */
  async showTimeline(): Promise<void> {
    await this.turnTo(this.timeline(), 'timeline');
  }

  /** Selects a line of the outline; resolves when it is selected. */
  async select(name: string | RegExp): Promise<void> {
    const line = await this.find(name);
    await persist(
      `${name} is selected`,
      () => click(line),
      async () => (await line.getAttribute('aria-selected', brief)) === 'true',
    );
  }

  /** Selects a line of the outline and opens what there is to know of it. */
  async showDetails(name: string | RegExp): Promise<void> {
    await this.select(name);
    await persist(
      `the details of ${name} are open`,
      () => press(this.outline(), 'Enter'),
      () => this.details().isVisible(),
    );
  }

  body(): Locator {
    return this.frame.locator('body');
  }

  private async turnTo(surface: Locator, name: string): Promise<void> {
    // The button turns either way, so it must not be pressed before one of the two is there.
    await this.surface().waitFor();
    await persist(
      `the ${name} is shown`,
      async () => {
        if (await surface.isVisible()) return;
        const tool = this.button(/as outline/).first();
        // In a narrow page it is one of the tools in the menu.
        if (!(await tool.isVisible())) await click(this.button('More tools'));
        await click(tool);
      },
      () => surface.isVisible(),
      longLook,
    );
  }
}
