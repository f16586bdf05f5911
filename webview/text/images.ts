/**
 * Pictures carried inside a text as data URLs: shown beside it, never executed. Only formats that cannot hold script,
 * only the first few, and none of a text cut in the middle of one.
 */

const picture = /data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]{16,}={0,2}(?=["'\s\\)]|$)/g;
const most = 8;

export function picturesIn(text: string): string[] {
  if (!text.includes('data:image/')) return [];
  const found: string[] = [];
  for (const match of text.matchAll(picture)) {
    if (!found.includes(match[0])) found.push(match[0]);
    if (found.length === most) break;
  }
  return found;
}
