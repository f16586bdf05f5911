/** A cell that stands at a breakpoint, with what it waits for beside its variables. */
import { Debugging } from '../workbench/debugging.ts';
import type { Scene } from './scene.ts';

const cell = `// Looks up three plants and sums up what they need.
const [tomato, mint, fern] = ['Tomato', 'Mint', 'Fern'].map(async name => {
  const { matches } = await tools.search_text({ query: name, path: 'garden/plants.csv' });
  return matches[0].text.split(',');
});
setTimeout(() => text('That took long.'), 60000);
store('asked', ['Tomato', 'Mint', 'Fern']);
text('Asking about three plants.');
const needs = new Map();
for (const plant of [tomato, mint, fern]) {
  const [name, latin, likes] = await plant;
  needs.set(name, likes);
}
text(Object.fromEntries(needs));
`;

export const debugging: Scene = {
  name: 'debugger',
  options: { files: { 'needs.cell.js': cell }, size: { width: 1280, height: 960 } },
  async play(workbench, save) {
    const debug = new Debugging(workbench);
    await workbench.openFile('needs.cell.js');
    await debug.clickGutter(11);
    await debug.pressF5();
    await debug.standsAt(11);
    await debug.pending(/^tool-3 .*has its result/).waitFor();
    await workbench.foldSection('Watch');
    await debug.unfold(/^Scope Pending Calls/, /^tool-1/);
    await debug.unfold(/^tool-1/, /^age/);
    await debug.pending(/^tool-2/).hover();
    await workbench.closeToasts();
    await debug.pending(/^tool-2/).hover();
    await save('debugger');
    await save('../walkthrough/pending', await debug.pendingView());
    await debug.chooseOn(
      /^tool-2/,
      'Change the Result…',
      workbench.page.getByRole('button', { name: 'Give this to tool-2' }),
    );
    await save('debugger-result');
  },
};
