/**
 * What a cell can call besides its tools, for an editor's help: name, TypeScript signature, and one sentence each.
 *
 * Invariant: these are the helpers the runtime gives a cell, all of them (code-mode §3-§5).
 */

export interface CellGlobal {
  readonly name: string;
  readonly signature: string;
  readonly about: string;
}

export const cellGlobals: readonly CellGlobal[] = [
  {
    name: 'text',
    signature: 'text(value: unknown): void',
    about: 'Adds text to the output; an object is written as JSON.',
  },
  {
    name: 'image',
    signature:
      "image(image: string | { image_url: string; detail?: string }, detail?: 'auto' | 'low' | 'high' | 'original'): void",
    about: 'Adds an image: a data URL, an object with one, or an image block of an MCP result.',
  },
  {
    name: 'audio',
    signature: 'audio(audio: string | { audio_url: string }): void',
    about: 'Adds audio: a data URL, an object with one, or an audio block of an MCP result.',
  },
  {
    name: 'generatedImage',
    signature: 'generatedImage(result: { image_url: string; output_hint?: string }): void',
    about: 'Adds the result of an image generation; its hint becomes text.',
  },
  {
    name: 'content',
    signature: 'content(block: object): void',
    about: 'Passes on a content block of an MCP result as it is.',
  },
  {
    name: 'notify',
    signature: 'notify(value: unknown): void',
    about: 'Sends text at once, while the cell runs.',
  },
  {
    name: 'yield_control',
    signature: 'yield_control(): void',
    about: 'Hands over the output so far; the cell runs on, and a wait collects the rest.',
  },
  {
    name: 'store',
    signature: 'store(key: string, value: unknown): void',
    about: 'Keeps a JSON value for later cells of this session. It lasts when the cell completes.',
  },
  {
    name: 'load',
    signature: 'load(key: string): any',
    about: 'A value that was stored under this key, or undefined.',
  },
  {
    name: 'exit',
    signature: 'exit(): never',
    about: 'Ends the cell as a success.',
  },
  {
    name: 'setTimeout',
    signature: 'setTimeout(fn: () => void, ms?: number): number',
    about: 'Calls a function later. A pending timer does not keep the cell alive.',
  },
  {
    name: 'clearTimeout',
    signature: 'clearTimeout(id: number): void',
    about: 'Takes a timer back.',
  },
  {
    name: 'as_settled',
    signature:
      "as_settled<T>(promises: Iterable<Promise<T>>): AsyncIterable<{ index: number; status: 'fulfilled'; value: T } | { index: number; status: 'rejected'; reason: unknown }>",
    about: 'Gives the results in the order in which they settle, for "for await".',
  },
  {
    name: 'stream_settled',
    signature: 'stream_settled<T>(promises: Iterable<Promise<T>>, fn: (result: object) => unknown): Promise<void>',
    about: 'Calls a function with each result, in the order in which they settle, and awaits it.',
  },
  {
    name: 'ALL_TOOLS',
    signature: 'const ALL_TOOLS: readonly { name: string; description: string }[]',
    about: 'The tools of this session.',
  },
];
