/** The rollout viewer inside its webview, by what it says to assistive technology. */
import type { FrameLocator, Locator } from 'playwright-core';

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

  /** A line of the outline. */
  item(name: string | RegExp): Locator {
    return this.outline().getByRole('treeitem', { name });
  }

  selectedItem(): Locator {
    return this.outline().getByRole('treeitem', { selected: true });
  }

  /** How many lines stand on the level of this one, seen or not; 0 while there is none. */
  async siblings(item: Locator): Promise<number> {
    if ((await item.count()) === 0) return 0;
    return Number(await item.first().getAttribute('aria-setsize'));
  }

  details(): Locator {
    return this.frame.getByRole('region', { name: 'Details' });
  }

  /** Turns from the canvas to the outline, whose lines can be read and clicked one by one. */
  async showOutline(): Promise<void> {
    await this.timeline().waitFor();
    await this.button(/outline/i)
      .first()
      .click();
    await this.outline().waitFor();
  }

  /** Turns from the outline back to the canvas. */
  async showTimeline(): Promise<void> {
    await this.button(/outline|timeline/i)
      .first()
      .click();
    await this.timeline().waitFor();
  }

  body(): Locator {
    return this.frame.locator('body');
  }
}
