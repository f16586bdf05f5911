/**
 * Reads a patch in the text format models know from `apply_patch`:
 *
 *   *** Begin Patch
 *   *** Add File: PATH           then lines that start with +
 *   *** Delete File: PATH
 *   *** Update File: PATH        optionally *** Move to: PATH, then chunks
 *   @@ [a line the chunk stands below]
 *    kept    -removed    +added  and optionally *** End of File
 *   *** End Patch
 *
 * Invariant: what is not understood is refused with its line number; nothing is guessed.
 * Leaves out the files: whether a chunk fits is found out by `patchMatch.ts`.
 */

export interface PatchChunk {
  /** Lines that stand above the chunk, in order; each is looked for from where the last was found. */
  readonly below: readonly string[];
  readonly lines: readonly { readonly change: 'keep' | 'remove' | 'add'; readonly text: string }[];
  readonly atEnd: boolean;
  /** Line of the patch at which the chunk begins, for errors. */
  readonly patchLine: number;
}

export type PatchOperation =
  | { readonly type: 'add'; readonly path: string; readonly text: string }
  | { readonly type: 'delete'; readonly path: string }
  | {
      readonly type: 'update';
      readonly path: string;
      readonly moveTo?: string;
      readonly chunks: readonly PatchChunk[];
    };

const changes = { ' ': 'keep', '-': 'remove', '+': 'add' } as const;

/** Throws a sentence that names the line of the patch at fault. */
export function parsePatch(patch: string): PatchOperation[] {
  const lines = patch.trim().split(/\r?\n/);
  let at = 0;
  if (lines[at]?.trim() !== '*** Begin Patch') throw fault(at, 'a patch must start with "*** Begin Patch"');
  at += 1;
  const operations: PatchOperation[] = [];
  for (;;) {
    const line = lines[at]?.trimEnd();
    if (line === undefined) throw fault(at, 'the patch ends without "*** End Patch"');
    if (line === '*** End Patch') break;
    operations.push(operation(line));
  }
  if (at < lines.length - 1) throw fault(at + 1, 'nothing may follow "*** End Patch"');
  if (operations.length === 0) throw fault(at, 'the patch changes no file');
  return operations;

  function operation(line: string): PatchOperation {
    const [, verb, path] = /^\*\*\* (Add|Delete|Update) File: *(.*\S)$/.exec(line) ?? [];
    if (path === undefined) {
      throw fault(
        at,
        `expected "*** Add File: PATH", "*** Update File: PATH" or "*** Delete File: PATH", got "${line}"`,
      );
    }
    at += 1;
    if (verb === 'Delete') return { type: 'delete', path };
    return verb === 'Add' ? { type: 'add', path, text: addedText() } : update(path);
  }

  function addedText(): string {
    let text = '';
    for (let line = lines[at]; line !== undefined && !line.startsWith('***'); line = lines[at]) {
      if (!line.startsWith('+')) throw fault(at, `every line of an added file starts with "+", got "${line}"`);
      text += `${line.slice(1)}\n`;
      at += 1;
    }
    return text;
  }

  function update(path: string): PatchOperation {
    const moveTo = /^\*\*\* Move to: *(.*\S)\s*$/.exec(lines[at] ?? '')?.[1];
    if (moveTo !== undefined) at += 1;
    const chunks: PatchChunk[] = [];
    while (at < lines.length && !isHeader(lines[at])) {
      if (lines[at]?.trim() === '' && isHeader(lines[at + 1])) at += 1;
      else chunks.push(chunk());
    }
    if (chunks.length === 0 && moveTo === undefined) throw fault(at, `the update of "${path}" has no changes`);
    return moveTo === undefined ? { type: 'update', path, chunks } : { type: 'update', path, moveTo, chunks };
  }

  function chunk(): PatchChunk {
    const patchLine = at + 1;
    const below: string[] = [];
    for (let line = lines[at]; line !== undefined && /^@@( |$)/.test(line.trimEnd()); line = lines[at]) {
      const text = line.slice(3);
      if (text.trim() !== '') below.push(text);
      at += 1;
    }
    const found: PatchChunk['lines'][number][] = [];
    for (
      let line = lines[at];
      line !== undefined && !line.startsWith('@@') && !line.startsWith('***');
      line = lines[at]
    ) {
      // Editors strip the single blank of an empty kept line.
      const sign = line === '' ? ' ' : line[0];
      if (sign !== ' ' && sign !== '-' && sign !== '+') {
        throw fault(at, `a line of a chunk starts with a blank, "-" or "+", got "${line}"`);
      }
      found.push({ change: changes[sign], text: line.slice(1) });
      at += 1;
    }
    if (found.length === 0) throw fault(at, 'a chunk needs at least one line');
    const atEnd = lines[at]?.trimEnd() === '*** End of File';
    if (atEnd) at += 1;
    return { below, lines: found, atEnd, patchLine };
  }
}

function isHeader(line: string | undefined): boolean {
  return line !== undefined && /^\*\*\* (Add File|Delete File|Update File|End Patch)/.test(line);
}

function fault(index: number, what: string): Error {
  return new Error(`Line ${index + 1} of the patch: ${what}.`);
}
