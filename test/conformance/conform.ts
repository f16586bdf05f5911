/**
 * Makes a test of every scenario: record it with the reference, reduce with both, compare.
 */
import { expect, test } from 'vitest';
import { bothReduceAlike, bothRefuse, eventTypes } from './compare.ts';
import { record, type Scenario } from './scenario.ts';

export function conforms(scenarios: readonly Scenario[]): void {
  test.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
    await record(scenario, async bundles => {
      expect(bundles).toHaveLength(scenario.bundles ?? 1);
      for (const bundle of bundles) {
        expect([...(await eventTypes(bundle))]).toEqual(expect.arrayContaining([...scenario.shows]));
        if (scenario.refusedBecause === undefined) await bothReduceAlike(bundle);
        else expect(await bothRefuse(bundle)).toContain(scenario.refusedBecause);
      }
    });
  });
}
