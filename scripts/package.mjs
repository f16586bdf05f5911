/**
 * `npm run package`: builds small and makes `cellscope.vsix`, to be installed in any VS Code ("Install from VSIX…").
 *
 * One file for every system isolated-vm has a prebuild for. What goes in stands in `.vscodeignore`; no Node goes in, so
 * where the editor's own does not fit, Cellscope asks for one. The packager is fetched from npm when it is needed.
 */
import { bootstrap } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { makePackage } = await import('./editor/package.ts');
  return makePackage();
});
