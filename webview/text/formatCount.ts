/** A number of things as the page's language writes it: `18,400`. */
export function formatCount(count: number): string {
  try {
    return count.toLocaleString(globalThis.document?.documentElement.lang || 'en');
  } catch {
    return String(count);
  }
}
