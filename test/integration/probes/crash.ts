/** Stands in for tests that take the extension host down with them. */
export function run(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}
