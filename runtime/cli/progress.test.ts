import { expect, it } from 'vitest';
import { progressOf } from './progress.ts';

function terminalAt(isTerminal: boolean) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const terminal = {
    isTerminal: () => isTerminal,
    write: (text: string) => void written.push(text.replace('\r\u001b[K', '|')),
    now: () => clock.ms,
  };
  return { written, clock, terminal };
}

it('says nothing of a job that is done within a second', () => {
  const { written, clock, terminal } = terminalAt(true);
  const progress = progressOf('reading', terminal);
  clock.ms = 999;
  progress.at(0.9);
  progress.end();
  expect(written).toEqual([]);
});

it('says after a second how far it is, a few times a second, and goes away', () => {
  const { written, clock, terminal } = terminalAt(true);
  const progress = progressOf('reading', terminal);
  for (const [ms, done] of [
    [1_000, 0.129],
    [1_100, 0.2],
    [1_200, 0.25],
  ] as const) {
    clock.ms = ms;
    progress.at(done);
  }
  progress.end();
  expect(written).toEqual(['|reading: 12 %', '|reading: 25 %', '|']);
});

it('says nothing where nobody looks', () => {
  const { written, clock, terminal } = terminalAt(false);
  const progress = progressOf('reading', terminal);
  clock.ms = 5_000;
  progress.at(0.5);
  progress.end();
  expect(written).toEqual([]);
});
