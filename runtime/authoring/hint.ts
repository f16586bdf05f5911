/** What can be said of a cell before it runs. Faces put it into words. */

export interface Stretch {
  /** Characters from the beginning of the text. */
  readonly start: number;
  readonly end: number;
}

export type CellHint = Stretch &
  (
    | { readonly kind: 'pragma'; readonly message: string }
    | { readonly kind: 'import' }
    | { readonly kind: 'absentName'; readonly name: string; readonly lacks: Lack }
    /** `meant`: the name of a tool or field that looks alike. */
    | { readonly kind: 'unknownTool'; readonly name: string; readonly meant: string | undefined }
    | {
        readonly kind: 'unknownField';
        readonly tool: string;
        readonly name: string;
        readonly meant: string | undefined;
      }
    | { readonly kind: 'missingField'; readonly tool: string; readonly name: string }
    /** A call that nothing waits for. `canAwait`: the code around it could. */
    | { readonly kind: 'unawaitedCall'; readonly tool: string; readonly canAwait: boolean }
    /** A promise that is used as if it were its result. */
    | { readonly kind: 'unawaitedResult'; readonly tool: string; readonly canAwait: boolean }
  );

/** What a cell is without, where it lacks a name that other programs have. */
export type Lack = 'console' | 'modules' | 'node' | 'network' | 'timers' | 'other';
