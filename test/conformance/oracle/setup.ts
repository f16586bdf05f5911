/** Fetches the reference before the first test; when that fails, vitest fails the suite with the reason. */
import { provideOracle } from './provide.ts';

export async function setup(): Promise<void> {
  await provideOracle();
}
