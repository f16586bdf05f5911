/** What a debugged cell begins with: its text, what it may do, and where it stands. Types only. */

import type { DebugOptions } from '../../runtime/debug/debugOptions.ts';
import type { Place } from '../cells/cellSource.ts';
import type { LaunchArguments } from './protocol.ts';

/** A cell that can be debugged, and where its text stands. */
export interface PreparedCell {
  readonly options: Omit<DebugOptions, 'onEvent'>;
  /** What a person calls it. */
  readonly name: string;
  /** Path or URI of the document as the editor names it; absent for a text that stands in none. */
  readonly path?: string;
  readonly start: Place;
}

/** Rejects with a sentence for the person when there is nothing to debug, or it may not run. */
export type PrepareCell = (launch: LaunchArguments) => Promise<PreparedCell>;
