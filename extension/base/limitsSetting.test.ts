import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../runtime/cells/limits.ts';
import { leastOf, limitNames, limitsOf } from './limitsSetting.ts';

interface LimitSchema {
  readonly type: string;
  readonly default: number;
  readonly minimum: number;
  readonly description: string;
}
interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly properties?: Readonly<Record<string, LimitSchema>> }>>;
    };
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const readme = readFileSync('README.md', 'utf8');
const offered = manifest.contributes.configuration.properties['cellscope.limits']?.properties ?? {};

describe('the limits of cells', () => {
  test('are all offered as settings, with the default and the least value the runtime has', () => {
    expect(Object.keys(offered)).toEqual(limitNames());
    for (const name of limitNames()) {
      expect(offered[name]).toMatchObject({ type: 'integer', default: defaultLimits[name], minimum: leastOf(name) });
      expect(texts[`setting.limits.${name}`]).toMatch(/\S/);
    }
  });

  test('all stand in the README with their default', () => {
    for (const name of limitNames()) expect(readme).toMatch(new RegExp(`\`${name}\` \\| ${defaultLimits[name]} `));
  });

  test('pass when they are sensible whole numbers', () => {
    expect(limitsOf({ memoryMb: 64, processMemoryMb: 0, timers: 10 })).toEqual({
      memoryMb: 64,
      processMemoryMb: 0,
      timers: 10,
    });
  });

  test.each([null, 'much', { memoryMb: 4 }, { timers: 1.5 }, { liveCells: '8' }, { unknown: 5 }, { outputBytes: -1 }])(
    'keep their defaults where the setting says %j',
    value => expect(limitsOf(value)).toEqual({}),
  );
});
