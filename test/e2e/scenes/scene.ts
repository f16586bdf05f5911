/** A picture book: what is opened and done before pictures are taken. */
import type { OpenOptions } from '../workbench/openWorkbench.ts';
import type { Workbench } from '../workbench/workbench.ts';

export interface Scene {
  readonly name: string;
  readonly options?: OpenOptions;
  /** `save` keeps what can be seen, or the part of it that is named. */
  play(workbench: Workbench, save: (name: string, part?: Part) => Promise<void>): Promise<void>;
}

/** In pixels of the window. */
export interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
