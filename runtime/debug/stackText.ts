/**
 * Places of a cell's text in the text of a stack. Lines and columns count from 0.
 */

import { type CodeFrame, cellFile } from './codeFrame.ts';
import type { Program } from './program.ts';

const place = new RegExp(`^    at (?:async )?(?:(.*?) \\()?${cellFile.replace('.', '\\.')}:(\\d+):(-?\\d+)\\)?$`);

/** Those that are in the text itself, innermost first. */
export function placesIn(program: Program, stack = ''): CodeFrame[] {
  return framesOf(stack)
    .filter(frame => program.contains(frame))
    .map(frame => (frame.name === '' ? { ...frame, name: program.nameless(frame) } : frame));
}

/** Those of functions that await others, and whether the innermost does so itself or by way of `Promise.all` and the like. */
export function awaitingIn(program: Program, stack: string): CodeFrame[] {
  const lines = stack.split('\n').filter(line => line.startsWith('    at async '));
  const frames = placesIn(program, lines.join('\n'));
  const [first, ...others] = frames;
  if (first === undefined || placesIn(program, lines[0]).length > 0) return frames;
  return [{ ...first, indirect: true }, ...others];
}

function framesOf(stack: string): CodeFrame[] {
  return stack.split('\n').flatMap(line => {
    const match = place.exec(line);
    if (match === null) return [];
    return [{ name: match[1] ?? '', line: Number(match[2]) - 1, column: Math.max(0, Number(match[3]) - 1) }];
  });
}
