import { expect, test } from 'vitest';
import { deltaParts } from '../../runtime/viewer/deltaParts.ts';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { Indices } from './indices.ts';
import { TimelineData } from './timelineData.ts';

test('a timeline that came in parts is the same as one that came whole', () => {
  const delta = livelyRollout().builder.delta();
  const whole = new TimelineData();
  whole.apply(structuredClone(delta));
  const pieced = new TimelineData();
  const indices = new Indices(pieced);
  for (const part of deltaParts(delta, { first: 4, next: 9 }).map(make => make())) {
    expect(pieced.apply(structuredClone(part))).toBe('taken');
    indices.update();
  }
  expect(pieced.version).toBe(whole.version);
  const direct = new Indices(whole);
  direct.update();
  for (let lane = 0; lane < whole.lanes.count; lane++) {
    for (let row = 0; row < (whole.lanes.rows[lane] ?? 0); row++) {
      const labels = [indices, direct].map(({ spans }, which) => {
        const found = spans.row(lane, row);
        const data = which === 0 ? pieced : whole;
        return Array.from({ length: found.length }, (_, place) => data.spanLabel(found.at(place)));
      });
      expect(labels[0]).toEqual(labels[1]);
    }
  }
});
