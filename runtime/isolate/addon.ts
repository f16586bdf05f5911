/**
 * Loads isolated-vm's prebuilt addon by its path.
 *
 * Not through its own loader: that one looks into folders the process may not read. Which build fits is known here,
 * because here runs the Node that must load it.
 */

import type IsolatedVm from 'isolated-vm';

export type Ivm = typeof IsolatedVm;

interface AddonModule {
  exports: { ivm?: Ivm };
}

/** `folder` is isolated-vm's `prebuilds`. Throws a sentence when no build in it fits this Node. */
export function loadAddon(folder: string): Ivm {
  const abi = process.versions.modules;
  const libcs = process.platform === 'linux' ? ['.glibc', '.musl'] : [''];
  const faults: string[] = [];
  for (const libc of libcs) {
    const file = `${folder}/${process.platform}-${process.arch}/isolated-vm.abi${abi}${libc}.node`;
    const module: AddonModule = { exports: {} };
    try {
      process.dlopen(module, file);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
      continue;
    }
    if (module.exports.ivm !== undefined) return module.exports.ivm;
  }
  throw new Error(
    `isolated-vm has no build that Node ${process.version} (ABI ${abi}) can load on ${process.platform}-${process.arch}: ${faults[0] ?? 'it exports nothing'}`,
  );
}
