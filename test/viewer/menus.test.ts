import { afterAll, afterEach, expect, test } from 'vitest';
import { livelyRollout } from './support/livelyRollout.ts';
import { closeBrowser, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage | null = null;
afterEach(async () => {
  expect(viewer?.faults).toEqual([]);
  await viewer?.close();
  viewer = null;
});
afterAll(closeBrowser);

for (const width of [260, 300, 360, 700]) {
  for (const [button, sheet] of [
    [/^Filter/, 'Kinds shown'],
    ['More tools', 'More tools'],
  ] as const) {
    test(`what opens under "${String(button)}" lies within a page of ${width} pixels`, async () => {
      viewer = await ViewerPage.open({ width, height: 400 });
      // Without findings the buttons stand further to the right.
      await viewer.header({ findings: [] });
      await viewer.timeline(livelyRollout().builder.delta());
      await viewer.button(button).click();
      const box = await viewer.page.getByRole('group', { name: sheet }).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    });
  }
}
