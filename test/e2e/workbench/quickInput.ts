/**
 * The box at the top of the window, in which palette, pickers and questions appear one after the other.
 *
 * Invariant: whatever takes the focus closes most of them at any moment, so each method that leaves the box open has seen
 * what it promises, and each that chooses opens the box again when it has gone.
 */
import type { Locator, Page } from 'playwright-core';
import { brief, click, longLook, persist, press, slow } from './until.ts';

export class QuickInput {
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** The line that takes text. */
  field(): Locator {
    return this.widget().getByRole('combobox').or(this.widget().getByRole('textbox')).first();
  }

  /** A line to choose from. */
  option(name: string | RegExp): Locator {
    return this.widget().getByRole('option', { name });
  }

  /** A line with a box to tick. */
  choice(name: string): Locator {
    return this.widget().getByRole('checkbox', { name, exact: true });
  }

  /** The titles of all commands that begin so, as the palette offers them; at least one. */
  async commands(beginning: string): Promise<readonly string[]> {
    const lines = new Map<number, string>();
    const titles = () => [...lines.values()].filter(line => !line.endsWith(', similar commands'));
    await persist(
      `the palette lists what begins with “${beginning}”`,
      () => this.search(beginning),
      async () => {
        const { size, inSight } = await this.lines(`>${beginning}`);
        for (const [place, line] of inSight) lines.set(place, line);
        if (!titles().every(title => title.startsWith(beginning))) {
          // The list has not followed what was typed yet.
          lines.clear();
          return false;
        }
        if (size > 0 && lines.size === size) return titles().length > 0;
        await press(this.field(), 'PageDown');
        return false;
      },
    );
    await this.dismiss();
    return titles();
  }

  /**
   * Runs a command from the palette; the title begins with its category. The palette knows what was possible when it
   * opened, so for a command that is about to become possible it is opened again, as a person would.
   */
  async runCommand(title: string): Promise<void> {
    const line = this.command(title);
    let clicked = false;
    await persist(
      `“${title}” is chosen in the palette`,
      async () => {
        await this.search(title);
        await click(line);
        clicked = true;
      },
      async () => clicked && (await line.isHidden()),
      longLook,
    );
  }

  /** Chooses a file of the folder by its name; whether it opens is seen elsewhere. */
  async chooseFile(path: string): Promise<void> {
    await this.dismiss();
    await this.page.keyboard.press('ControlOrMeta+P');
    await this.field().fill(path, brief);
    await click(this.option(nameOf(path)).first());
  }

  /**
   * Picks a line of a picker. It is gone when this resolves.
   *
   * @param open what opens the first one; done again when it closes without an answer
   */
  async pick(open: () => Promise<unknown>, name: string | RegExp): Promise<void> {
    const line = this.option(name).first();
    let clicked = false;
    await persist(
      `${name} is picked`,
      async () => {
        if (!(await line.isVisible())) await open();
        await line.waitFor(slow);
        await click(line);
        clicked = true;
      },
      async () => clicked && (await line.isHidden()),
      longLook,
    );
  }

  /**
   * Answers a question with a text; no other question may follow.
   *
   * @param open what has it asked; done again when the question goes away without an answer
   */
  async answer(open: () => Promise<unknown>, text: string): Promise<void> {
    const box = this.widget().getByRole('textbox').first();
    let entered = false;
    await persist(
      `“${text}” is answered`,
      async () => {
        if (!(await box.isVisible())) await open();
        await box.waitFor(slow);
        await box.fill(text, brief);
        await press(box, 'Enter');
        entered = true;
      },
      async () => entered && (await box.isHidden()),
      longLook,
    );
  }

  /** Ticks or unticks a line. */
  async setTicked(name: string, wanted: boolean): Promise<void> {
    const line = this.choice(name);
    const isSo = async () => (await line.getAttribute('aria-checked', brief)) === String(wanted);
    await persist(
      `“${name}” is ${wanted ? 'ticked' : 'not ticked'}`,
      async () => {
        if (!(await isSo())) await click(line);
      },
      isSo,
    );
  }

  /** Accepts what is ticked; resolves when the box with this title has followed. */
  async accept(next: string): Promise<void> {
    const title = this.widget().getByText(next, { exact: true });
    await persist(
      `“${next}” follows`,
      () => click(this.page.getByRole('button', { name: 'OK', exact: true })),
      () => title.isVisible(),
    );
  }

  /** Enters what is proposed. */
  async enter(what: string, seen: () => Promise<boolean>): Promise<void> {
    await persist(what, () => press(this.field(), 'Enter'), seen);
  }

  /** Closes whatever is open. */
  async dismiss(): Promise<void> {
    await persist(
      'the box at the top is closed',
      async () => {
        if (await this.field().isVisible()) await press(this.field(), 'Escape');
      },
      () => this.field().isHidden(),
    );
  }

  private widget(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  private command(title: string): Locator {
    // The line's name goes on with the key, or with how it was found.
    return this.option(new RegExp(`^${literally(title)}(,|$)`));
  }

  /** Types the words into a palette that knows what is possible now. */
  private async search(words: string): Promise<void> {
    await this.dismiss();
    await this.page.keyboard.press('F1');
    await this.field().fill(`>${words}`, brief);
    await this.option(/./).first().waitFor(brief);
  }

  /** What the lines in sight say, by their place in the whole list, when these words are typed in. */
  private lines(words: string): Promise<{ size: number; inSight: readonly (readonly [number, string])[] }> {
    return this.widget().evaluate((widget, words) => {
      if (widget.querySelector('input')?.value !== words) return { size: 0, inSight: [] };
      const lines = [...widget.querySelectorAll('[role=option]')];
      const number = (line: Element | undefined, name: string) => Number(line?.getAttribute(name) ?? 0);
      return {
        size: number(lines[0], 'aria-setsize'),
        inSight: lines.map(line => [number(line, 'aria-posinset'), line.getAttribute('aria-label') ?? ''] as const),
      };
    }, words);
  }
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path;
}

export function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
