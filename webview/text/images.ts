/**
 * Pictures carried inside a text as data URLs: shown beside it, never executed. Only formats that cannot hold script,
 * only the first few, and none of a text cut in the middle of one.
 */

const picture = /data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]{16,}={0,2}(?=["'\s\\)]|$)/g;
const most = 8;
/** Characters of a data URL that are still read as text. */
const longestShown = 200;

/** The text to be read: the bytes of pictures, which are shown beside it, are left out. */
export function withoutPictures(text: string): string {
  if (!text.includes('data:image/')) return text;
  return text.replace(picture, url => (url.length > longestShown ? `${url.slice(0, url.indexOf(',') + 17)}…` : url));
}

export function picturesIn(text: string): string[] {
  if (!text.includes('data:image/')) return [];
  const found: string[] = [];
  for (const match of text.matchAll(picture)) {
    if (!found.includes(match[0])) found.push(match[0]);
    if (found.length === most) break;
  }
  return found;
}
