/** The lines of a table that say what waiting cost; none when nothing is known of it. */

import type { Graph } from '../trace/model.ts';
import type { DetailsBuilder } from './detailsBuilder.ts';
import { inTokens, priceOfWaits } from './waitPrice.ts';

export function waitPrice(details: DetailsBuilder, graph: Graph, waitIds: readonly string[]): DetailsBuilder {
  const price = priceOfWaits(graph, waitIds);
  if (!price) return details;
  const { waits, loop } = price;
  const { say } = details;
  const tokens = inTokens(price, say);
  details.field(
    'Price of waiting',
    waits === 1 ? say('{0}, for 1 wait', tokens) : say('{0}, for {1} waits', tokens, waits),
  );
  if (!loop) return details;
  const loopTokens = loop.tokens.toLocaleString('en-US');
  return details.field('Dearest polling loop', say('{0} waits in a row, {1} tokens', loop.waits, loopTokens));
}
