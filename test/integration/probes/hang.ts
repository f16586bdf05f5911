/** Stands in for tests that never come to an end and keep the extension host's one thread. */
export function run(): void {
  for (;;);
}
