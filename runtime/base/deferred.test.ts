import { expect, it } from 'vitest';
import { deferred } from './deferred.ts';

it('is settled from outside, once', async () => {
  const kept = deferred<number>();
  kept.resolve(1);
  kept.reject(new Error('too late'));
  expect(await kept.promise).toBe(1);
  const failed = deferred<number>();
  failed.reject(new Error('no'));
  await expect(failed.promise).rejects.toThrow('no');
});
