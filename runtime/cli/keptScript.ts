/**
 * Built scripts that begin with what V8 made of them before. A short job takes longest to have its functions read and
 * compiled; code that was kept need not be.
 *
 * Kept code lies beside the script and is believed when it belongs to whom the script belongs to, or to whom runs it. It is
 * used with the very text it was made from; what another Node made goes by another name, and V8 refuses what was made with
 * other flags. Nothing depends on it: what cannot be read or written is done without.
 * Nothing is imported: for the modules of Node alone that would take 2 ms.
 */

const { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } =
  process.getBuiltinModule('node:fs');
const { dirname } = process.getBuiltinModule('node:path');
const { constants, Script } = process.getBuiltinModule('node:vm');

export interface KeptScript<T> {
  readonly exports: T;
  /** Keeps the code of all functions that were called until now, unless there is some already. */
  keep(): void;
}

/** Runs the CommonJS script `file`, plain ASCII. What other jobs call is kept apart, so that none reads what it will not call. */
export function openScript<T>(file: string, job: string): KeptScript<T> {
  const source = readFileSync(file);
  const place = keptPlace(file, job);
  const code = keptCode(place, file, source);
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${source.toString('latin1')}\n})`,
    {
      filename: file,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      ...(code ? { cachedData: code } : {}),
    },
  );
  quietly();
  const module = { exports: {} as T };
  script.runInThisContext()(module.exports, process.getBuiltinModule, module, file, dirname(file));
  return {
    exports: module.exports,
    keep() {
      if (!code) keepCode(place, source, script);
    },
  };
}

/** Whoever runs a command has no use for the word that a script importing a module is new to Node. */
function quietly(): void {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...about: unknown[]) => {
    if (!String(warning).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER'))
      Reflect.apply(emitWarning, process, [warning, ...about]);
  };
}

/** Where the code of a job is kept for this Node. */
export function keptPlace(file: string, job: string): string {
  const { arch, platform, version, versions } = process;
  return `${file}.${job}.${version}-${versions.v8}-${platform}-${arch}.kept`;
}

/** What follows the text it was made from. */
function keptCode(place: string, file: string, source: Buffer): Buffer | undefined {
  try {
    const kept = readFileSync(place);
    if (kept.compare(source, 0, source.length, 0, source.length) !== 0) return undefined;
    const { uid } = statSync(place);
    return uid === process.getuid?.() || uid === statSync(file).uid ? kept.subarray(source.length) : undefined;
  } catch {
    return undefined;
  }
}

/** Under its name only when it is on the disk whole: V8 does not look whether what it is given was damaged. */
function keepCode(place: string, source: Buffer, script: InstanceType<typeof Script>): void {
  const part = `${place}.${process.pid}`;
  try {
    // Most often it fails because the folder is not ours: that shows before the work is done.
    const file = openSync(part, 'wx');
    try {
      writeFileSync(file, source);
      writeFileSync(file, script.createCachedData());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, place);
  } catch {
    rmSync(part, { force: true });
  }
}
