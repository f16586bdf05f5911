/** What is asked of the thread that makes a saved page, and what it tells. */

import type { PageTexts } from './pageTexts.ts';
import type { Redaction } from './redactor.ts';
import type { SaveReport } from './savePage.ts';

export interface PageJob {
  /** The bundle's folder. */
  readonly bundle: string;
  readonly redact: readonly Redaction[];
  /** Folder with the built page for saved files. */
  readonly page: string;
  /** Where to write; null: only look at what would go out. */
  readonly file: string | null;
  /** In which language the page speaks; default English. */
  readonly texts?: PageTexts;
}

export interface PageDone {
  readonly report: SaveReport;
  /** Of the file, or of what it would be. */
  readonly bytes: number;
}

export type PageNews =
  /** 0..1 */
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'done'; readonly page: PageDone }
  /** A sentence. */
  | { readonly type: 'failed'; readonly message: string };
