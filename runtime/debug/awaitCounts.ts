/**
 * How often parts of the functions that await have run, and where the cell's own text waits; for `openAwaits.ts`.
 *
 * V8 counts in a function that it has compiled while it was to count blocks, and where it counts it does not optimize. So
 * the functions that await are compiled at the cell's first line, and nothing else is; the text itself is not counted: it
 * is called once, and its call is kept, so that V8 does not let go of it. Invariants: functions that never await run as
 * they would without a debugger; nobody hears of the stop at the first line.
 */

import type { BreakpointSet } from './breakpointSet.ts';
import type { CellScripts } from './cellScripts.ts';
import { cellFile } from './codeFrame.ts';
import { Generators } from './generators.ts';
import { HeapGraph } from './heapGraph.ts';
import type { Inspector } from './inspector.ts';
import type { ScriptCoverage } from './inspectorTypes.ts';
import type { Program, Spot } from './program.ts';

const blocks = { callCount: true, detailed: true };
/** Counters stay, and new ones are not made. */
const noMore = { callCount: false, detailed: false };

export class AwaitCounts {
  readonly #inspector: Inspector;
  readonly #set: BreakpointSet;
  readonly #program: Program;
  readonly #scripts: CellScripts;
  readonly #generators: Generators;
  #entry: string | null = null;
  /** The call of the cell's text. */
  #main: string | null = null;
  #counts = false;

  constructor(inspector: Inspector, set: BreakpointSet, program: Program, scripts: CellScripts) {
    this.#inspector = inspector;
    this.#set = set;
    this.#program = program;
    this.#scripts = scripts;
    this.#generators = new Generators(inspector, program, scripts, 'main');
  }

  /** Before the cell starts. Breakpoints may have to be moved at its first line, too (`lineBreakpoints.ts`). */
  async enable(): Promise<void> {
    const counting = this.#program.awaits.length > 0;
    if (counting) await this.#inspector.command('Profiler.enable');
    else if (!this.#program.lines.some(line => /\b(?:switch|for)\b/.test(line))) return;
    const { line, column } = this.#program.entry;
    // By pattern: a person's breakpoint in the same place goes by name.
    const urlRegex = `^${cellFile.replace('.', '\\.')}$`;
    const params = { urlRegex, lineNumber: line, columnNumber: column };
    const [set] = await this.#set.change([], [{ method: 'Debugger.setBreakpointByUrl', params }]);
    if (set?.status === 'fulfilled') this.#entry = set.value.breakpointId;
  }

  /** Whether the cell stands at its first line for this. */
  isEntry(hits: readonly string[]): boolean {
    return this.#entry !== null && hits.includes(this.#entry);
  }

  /** At the first line. */
  async begin(script: string): Promise<void> {
    const breakpointId = this.#entry;
    this.#entry = null;
    if (breakpointId !== null) void this.#set.change([breakpointId], []);
    // What is compiled and has not run yet would be lost to the snapshot's garbage collection.
    await this.#keepMain().catch(() => {});
    await this.#compile(script).catch(() => {});
  }

  /** Since it was asked last. Empty when nothing is counted. */
  async take(): Promise<readonly ScriptCoverage[]> {
    if (!this.#counts) return [];
    await this.#inspector.command('Profiler.startPreciseCoverage', blocks);
    const { result } = await this.#inspector.command('Profiler.takePreciseCoverage');
    await this.#inspector.command('Profiler.startPreciseCoverage', noMore);
    return result.filter(({ scriptId }) => this.#scripts.owns(scriptId));
  }

  /** Where the text itself waits; null when it does not. */
  async mainWaits(): Promise<Spot | null> {
    if (this.#main === null) return null;
    const { state, spot } = await this.#generators.look(this.#main);
    return state === 'suspended' ? spot : null;
  }

  async #keepMain(): Promise<void> {
    if (!this.#program.awaits.some(({ around }) => around === null)) return;
    const heap = await HeapGraph.take(this.#inspector);
    for (const generator of await this.#generators.at(heap.generators.map(node => heap.idOf(node)))) {
      if (generator.state === 'running') this.#main = generator.object;
    }
  }

  async #compile(scriptId: string): Promise<void> {
    const inside = this.#program.awaits.filter(({ around }) => around !== null);
    const one = new Map(inside.map(each => [each.around?.start, each.spot]));
    if (one.size === 0) return;

    await this.#inspector.command('Profiler.startPreciseCoverage', blocks);
    this.#counts = true;
    // To tell where code can stop V8 compiles the functions around the place.
    await Promise.allSettled(
      Array.from(one.values(), ({ line, column }) =>
        this.#inspector.command('Debugger.getPossibleBreakpoints', {
          start: { scriptId, lineNumber: line, columnNumber: column },
          end: { scriptId, lineNumber: line, columnNumber: column + 1 },
        }),
      ),
    );
    await this.#inspector.command('Profiler.startPreciseCoverage', noMore);
  }
}
