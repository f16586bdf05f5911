/** The lines of a table that say what waiting cost; none when nothing is known of it. */

import type { Graph } from '../trace/model.ts';
import type { DetailsBuilder } from './detailsBuilder.ts';
import { inTokens, priceOfWaits } from './waitPrice.ts';

export function waitPrice(details: DetailsBuilder, graph: Graph, waitIds: readonly string[]): DetailsBuilder {
  const price = priceOfWaits(graph, waitIds);
  if (!price) return details;
  const { waits, loop } = price;
  details.field('Price of waiting', `${inTokens(price)}, for ${waits} ${waits === 1 ? 'wait' : 'waits'}`);
  if (!loop) return details;
  return details.field(
    'Dearest polling loop',
    `${loop.waits} waits in a row, ${loop.tokens.toLocaleString('en-US')} tokens`,
  );
}
