/**
 * What the bench asks of a runtime, ours or the reference's: start, run cells, stop.
 */

export interface BenchTool {
  readonly name: string;
}

export interface CellAnswer {
  /** `yielded` or the end. */
  readonly done: boolean;
  readonly cellId: string;
  /** Characters of text in it. */
  readonly length: number;
  readonly errorText: string | null;
}

export interface Contender {
  readonly name: string;
  /** From nothing to ready for a cell. */
  start(): Promise<void>;
  exec(source: string, yieldTimeMs?: number): Promise<CellAnswer>;
  wait(cellId: string): Promise<CellAnswer>;
  terminate(cellId: string): Promise<void>;
  /** The processes that hold cells. */
  pids(): number[];
  stop(): Promise<void>;
}

/** Answers every nested call with its input. */
export const toolName = 'echo';
