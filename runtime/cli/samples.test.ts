import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCli } from './runCli.ts';

const folder = fileURLToPath(new URL('../../samples', import.meta.url));
const cells = readdirSync(folder).filter(name => name.endsWith('.cell.js'));
const run = (name: string, ...options: string[]) => runCli(['exec', ...options, name], { cwd: folder });

/** By the beginning of the name: options, exit code, and what the output has in this order. */
const expected: Record<string, { options?: string[]; exitCode: number; output: RegExp[] }> = {
  '01': {
    exitCode: 0,
    output: [
      /^Script completed\n/,
      /\nHello from a cell\.\n/,
      /"read_file"/,
      /\[image, image\/png, about \d+ bytes, detail low\]\n$/,
    ],
  },
  '02': {
    exitCode: 0,
    output: [
      / 36 words in garden\/diary\/01-april\.md\n/,
      / 47 words in .*02-may\.md\n/,
      / 41 words in .*03-june\.md\n$/,
    ],
  },
  '03': {
    exitCode: 0,
    output: [/tomato: 3 lines in 01-april\.md, 02-may\.md, 03-june\.md\n/, /\n\[ \] mend the rain barrel\.\n/],
  },
  '04': {
    exitCode: 0,
    output: [
      /^Script running with cell ID 1\n.*\nOutput:\nWatering the tomatoes …\nThe tomatoes have had enough\.\n/,
      /Script running with cell ID 1\n.*\nOutput:\nWatering the sunflowers …\n/,
      /\nAll beds are watered\.\n/,
      /Script completed\n.*\nOutput:\nWatering the herbs …\nThe herbs have had enough\.\n$/,
    ],
  },
  '05': {
    exitCode: 0,
    output: [
      / 48 garden\/diary\/02-may\.md\n/,
      /The tallest three:\nSunflower,/,
      /mint needs water\nthyme needs water\nexit code 0\n$/,
    ],
  },
  '06': { exitCode: 0, output: [/\nVisit 1\. Plant of the day: Tomato \(Solanum lycopersicum\), likes sun\.\n$/] },
  '07': {
    options: ['--once'],
    exitCode: 0,
    output: [/^Script running with cell ID 1\n.*\nOutput:\n0 minutes: still growing\.\n/],
  },
  '08': {
    exitCode: 1,
    output: [
      /^Script failed\n/,
      /The tool says: "garden\/diary\/13-smarch\.md" does not exist\.\n/,
      /Script error:\nTypeError: Cannot read properties of undefined \(reading 'name'\)\n {4}at harvest \(exec_main\.mjs:11:/,
    ],
  },
  '09': {
    options: ['--once'],
    exitCode: 0,
    output: [/^Script running with cell ID 1\nWall time \d+\.\d seconds\nOutput:\n/],
  },
};

describe.skipIf(process.platform === 'win32')('every sample runs as its comment says', () => {
  test.each(cells)('%s', async name => {
    const sample = expected[name.slice(0, 2)];
    if (sample === undefined) throw new Error(`no expectation for ${name}`);
    const { exitCode, stdout, stderr } = await run(name, ...(sample.options ?? []));
    expect({ exitCode, stderr }).toEqual({ exitCode: sample.exitCode, stderr: '' });
    let rest = stdout;
    for (const pattern of sample.output) {
      expect(rest).toMatch(pattern);
      rest = rest.slice(rest.search(pattern));
    }
  });
});
