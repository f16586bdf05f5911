/**
 * The words of a saved page in the language of whoever saves it. They go along in the file, whoever opens it; without them
 * it is in English.
 */

export interface PageTexts {
  /** A language tag, such as `de`. */
  readonly language: string;
  /** Texts of the page's own, by their keys. */
  readonly page: Readonly<Record<string, string>>;
  /** Words of details, by their English ones. */
  readonly details: Readonly<Record<string, string>>;
  /** Sentences of findings, by their English ones. */
  readonly findings: Readonly<Record<string, string>>;
}

export const englishPage: PageTexts = { language: 'en', page: {}, details: {}, findings: {} };
