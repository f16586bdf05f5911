/**
 * Ways to damage a bundle, one at a time. What is damaged is a copy; sequence numbers are put right afterwards unless
 * they are what the damage is about, so that a reducer gets as far as the damage.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../runtime/base/json.ts';

export type Damage = (bundle: string) => void;
type Line = Record<string, unknown>;

function edit(bundle: string, change: (lines: Line[]) => Line[], renumber = true): void {
  const path = join(bundle, 'trace.jsonl');
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(text => JSON.parse(text) as Line);
  const changed = change(lines).map((line, index) => (renumber ? { ...line, seq: index + 1 } : line));
  writeFileSync(path, changed.map(line => `${JSON.stringify(line)}\n`).join(''));
}
const at = (lines: readonly Line[], part: number) => Math.floor(part * lines.length) % lines.length;
const payloadOf = (line: Line | undefined): Line => (isRecord(line?.payload) ? line.payload : {});

export const drop =
  (part: number): Damage =>
  bundle =>
    edit(bundle, lines => lines.toSpliced(at(lines, part), 1));

export const repeat =
  (part: number): Damage =>
  bundle =>
    edit(bundle, lines => lines.toSpliced(at(lines, part), 0, structuredClone(lines[at(lines, part)] ?? {})));

export const swap =
  (part: number): Damage =>
  bundle =>
    edit(bundle, lines => {
      const index = Math.min(at(lines, part), lines.length - 2);
      return lines.toSpliced(index, 2, lines[index + 1] ?? {}, lines[index] ?? {});
    });

/** Leaves out, empties or falsifies a field of an event. */
export const spoil =
  (part: number, which: number, value: unknown): Damage =>
  bundle =>
    edit(bundle, lines => {
      const payload = payloadOf(lines[at(lines, part)]);
      const keys = Object.keys(payload).filter(key => key !== 'type');
      const key = keys[Math.floor(which * keys.length)];
      if (key !== undefined) payload[key] = value;
      return lines;
    });

export const misplace =
  (part: number, key: 'thread_id' | 'codex_turn_id' | 'rollout_id', value: unknown): Damage =>
  bundle =>
    edit(bundle, lines => {
      const line = lines[at(lines, part)];
      if (line) line[key] = value;
      return lines;
    });

export const misnumber =
  (part: number, by: number): Damage =>
  bundle =>
    edit(
      bundle,
      lines => {
        const line = lines[at(lines, part)];
        if (line) line.seq = Number(line.seq) + by;
        return lines;
      },
      false,
    );

export const cut =
  (part: number): Damage =>
  bundle => {
    const path = join(bundle, 'trace.jsonl');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, Math.floor(part * text.length)));
  };

/** What stands in a payload file instead; `null` takes the file away. */
export const replacePayload =
  (part: number, count: number, text: string | null): Damage =>
  bundle => {
    const path = join(bundle, 'payloads', `${1 + Math.floor(part * count)}.json`);
    if (text === null) rmSync(path, { force: true });
    else writeFileSync(path, text);
  };
