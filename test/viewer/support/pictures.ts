/**
 * Pictures kept in the repository, compared with a tolerance.
 *
 * Text is drawn in a font that comes from npm, so that machines with other fonts draw the same; what is left of their
 * differences (smoothing, a pixel of layout) the tolerance takes. `CELLSCOPE_RECORD_PICTURES=1` records them anew.
 */

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { builtFolder } from './buildViewer.ts';
import type { ViewerPage } from './viewerPage.ts';

const root = resolve(import.meta.dirname, '../../..');
const kept = resolve(root, 'test/viewer/pictures');
const results = resolve(root, 'test-results/viewer');
const fontFolder = resolve(root, 'node_modules/speedscope/dist/release');

/** How different one pixel may be, 0 to 1, before it counts. */
const threshold = 0.15;

/** Draws the page in the font of the pictures. */
export async function usePictureFont(viewer: ViewerPage): Promise<void> {
  const font = readdirSync(fontFolder).find(name => name.endsWith('.woff2'));
  if (!font) throw new Error(`No font was found in ${fontFolder}; run npm ci.`);
  copyFileSync(resolve(fontFolder, font), resolve(builtFolder, 'picture.ttf'));
  const face = "@font-face { font-family: 'Picture'; src: url('picture.ttf'); font-weight: 100 900; }";
  writeFileSync(resolve(builtFolder, 'picture.css'), face);
  await viewer.page.addStyleTag({ url: '/picture.css' });
  await viewer.page.evaluate(async () => {
    await document.fonts.load('13px Picture');
    for (const name of ['font-family', 'editor-font-family']) {
      document.documentElement.style.setProperty(`--vscode-${name}`, 'Picture');
    }
  });
  await viewer.settle();
}

/** The share of pixels that differ from the kept picture, 0 to 1. A failed comparison leaves both and their difference. */
export async function difference(viewer: ViewerPage, name: string): Promise<number> {
  const taken = await viewer.screenshot(`picture-${name}`);
  const path = resolve(kept, `${name}.png`);
  if (process.env.CELLSCOPE_RECORD_PICTURES) {
    mkdirSync(kept, { recursive: true });
    writeFileSync(path, taken);
    return 0;
  }
  if (!existsSync(path)) throw new Error(`${path} is missing; record it with CELLSCOPE_RECORD_PICTURES=1.`);
  const expected = PNG.sync.read(readFileSync(path));
  const actual = PNG.sync.read(taken);
  const { width, height } = expected;
  if (actual.width !== width || actual.height !== height) return 1;
  const diff = new PNG({ width, height });
  const count = pixelmatch(expected.data, actual.data, diff.data, width, height, { threshold });
  if (count > 0) writeFileSync(resolve(results, `picture-${name}-difference.png`), PNG.sync.write(diff));
  return count / (width * height);
}
