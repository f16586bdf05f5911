/**
 * From submitted source to a function that runs it, with the source's own lines and columns (code-mode §5).
 *
 * What runs is the text inside an async arrow function, because isolated-vm never tells when a module settles. Where a
 * function and a module may differ, the source is first compiled as the module it claims to be: syntax errors and static
 * imports are found by V8 itself.
 * The wrapper shares the first line and is hidden by a column offset; it names its three arguments by names the source
 * does not contain. `try` around the code makes completion the wrapper's own call, not a promise's.
 * Leaves out imports that reach `eval` or `Function` under another name: V8 rejects those with words of its own.
 */

import type { Context, Isolate, Module, Reference, ScriptInfo } from 'isolated-vm';
import { plainModule } from './plainModule.ts';

const filename = 'exec_main.mjs';
/** Above this many characters compilation leaves the main thread. */
const longSource = 400_000;

/**
 * What has none of these words reads the same in a function as in a module: only `return` stands in one and not in the
 * other, only `catch` and `finally` can follow a `try` block that the source has closed, and none of them may be written
 * with escapes.
 */
const differing = /\b(?:import|export|return|catch|finally|using)\b/;

export type CellMain = Reference<(report: unknown, importer: unknown, plain: unknown) => Promise<void>>;

/** The source cannot run; the message is the cell's error text. */
export class SourceError extends Error {}

export interface CompiledCell {
  readonly main: CellMain;
  /** Columns by which positions in line 1 are off where V8 forgets the offset: in the origin of an `eval`. */
  readonly shift: number;
}

export async function compileCell(isolate: Isolate, context: Context, submitted: string): Promise<CompiledCell> {
  const source = submitted.startsWith('#!') ? `//${submitted.slice(2)}` : submitted;
  const long = source.length > longSource;
  const differs = differing.test(source);
  if (differs) await check(isolate, source, long);
  const [report, importer, plain] = freshNames(source);
  const read = /\b(?:import|export)\b/.test(source) ? await plainModule(source, { importer, plain }) : source;
  // V8 can import the source of a module; here there is none, and the reference knows no such word.
  if (read === undefined && /\bimport\s*\.\s*source\b/.test(source))
    throw new SourceError("SyntaxError: Unexpected identifier 'source'");
  const body = read ?? source;
  // What is declared with `using` is disposed of at the end of a block, which must come before the completion.
  const [open, close] = /\busing\b/.test(source) ? ['{', '}'] : ['', ''];
  const head = `export default (0,async(${report},${importer},${plain})=>{try{${open}`;
  const text = `${head}${body}\n${close};${report}(0)}catch($){${report}(1,$)}})`;
  const options = { filename, columnOffset: -head.length };
  const module = await compile(isolate, text, options, long).catch(async error => {
    // In the words V8 has for the source itself.
    if (!differs && !isolate.isDisposed) await check(isolate, source, long);
    throw error;
  });
  module.instantiateSync(context, () => {
    throw new Error('a cell imports nothing');
  });
  module.evaluateSync();
  return { main: module.namespace.getSync('default', { reference: true }) as CellMain, shift: head.length };
}

/** Throws when the source is no module, or imports anything. */
async function check(isolate: Isolate, source: string, long: boolean): Promise<void> {
  try {
    const module = await compile(isolate, source, { filename }, long);
    const [specifier] = module.dependencySpecifiers;
    if (specifier !== undefined) throw new SourceError(`Unsupported import in exec: ${specifier}`);
  } catch (error) {
    if (error instanceof SourceError || !(error instanceof Error) || isolate.isDisposed) throw error;
    throw new SourceError(`${error.name}: ${error.message.replace(/ \[exec_main\.mjs:\d+:\d+\]$/, '')}`);
  }
}

async function compile(isolate: Isolate, source: string, options: ScriptInfo, long: boolean): Promise<Module> {
  return long ? isolate.compileModule(source, options) : isolate.compileModuleSync(source, options);
}

/** Three identifiers of six characters that the source does not contain. */
function freshNames(source: string): [string, string, string] {
  const names: string[] = [];
  while (names.length < 3) {
    const name = `$${Math.random().toString(36).slice(2, 7).padEnd(5, 'x')}`;
    if (!source.includes(name) && !names.includes(name)) names.push(name);
  }
  return [names[0] ?? '', names[1] ?? '', names[2] ?? ''];
}

/**
 * Puts right the positions V8 gets wrong: `eval at f (exec_main.mjs:1:N)`, and the start of the module. In one pass, for
 * the text is whatever a cell says it is, and the process has other cells to serve.
 */
export function unshifted(errorText: string, shift: number): string {
  let inOrigin = false;
  return errorText
    .replace(/\n|\(eval at |\(exec_main\.mjs:1:(\d+)\)/g, (found: string, column: string | undefined) => {
      const isPosition = column !== undefined;
      const moved = isPosition && inOrigin;
      inOrigin = !isPosition && found !== '\n';
      return moved ? `(exec_main.mjs:1:${Number(column) - shift})` : found;
    })
    .replace(/(\bexec_main\.mjs:1:)-\d+/g, '$11');
}
