import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { inTokens, priceOfWaits } from './waitPrice.ts';

const usage = { input_tokens: 1000, cached_input_tokens: 900, output_tokens: 10 };

/** A cell, then model calls that each start what is named: `w` waits on it, `o` waits on another, `x` does neither. */
function polled(...responses: string[]) {
  const build = new RolloutBuilder().thread().turn('t').inference('m', 't').endInference('m', usage);
  build.exec('call', 't', '7', 'x', 'm').respond('call', 'yielded');
  const waits: string[] = [];
  for (const [index, response] of responses.entries()) {
    const model = `m${index}`;
    build.inference(model, 't').endInference(model, usage);
    for (const [place, what] of [...response].entries()) {
      const id = `${what}${index}-${place}`;
      if (what === 'x') build.call(id, 't', { type: 'exec_command' }, '{}', model);
      else build.wait(id, 't', what === 'w' ? 'call' : null, { cell_id: what === 'w' ? '7' : '8' }, model);
      if (what !== 'x') waits.push(id);
    }
  }
  return priceOfWaits(build.graph, waits);
}

test('waiting costs what the model calls read and wrote that asked for nothing else', () => {
  expect(polled('w', 'w', 'x', 'w')).toEqual({
    modelCalls: 3,
    waits: 3,
    input: 3000,
    cached: 2700,
    output: 30,
    loop: { waits: 2, tokens: 2020 },
  });
});

test('a model call that also did something else would have been made anyway', () => {
  expect(polled('wx')).toBeNull();
});

test('waits on one cell after another are no loop', () => {
  expect(polled('w', 'o')?.loop).toBeNull();
});

test('the price is said in tokens', () => {
  expect(inTokens({ input: 18_400, cached: 17_000, output: 60 })).toBe('18,400 tokens in (17,000 cached), 60 out');
});
