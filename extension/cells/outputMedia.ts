/**
 * Pictures and sound of a cell as files, so that the editor shows and plays them: what they hold, and what they are
 * called.
 *
 * Leaves out addresses of the web: those are handed on as they are.
 */

import type { OutputMedia } from './outputText.ts';

export interface MediaFile {
  /** With the ending of its kind: editors choose the viewer by it. */
  readonly name: string;
  /** Decoded when it is asked for. */
  readonly bytes: () => Uint8Array;
}

/** Endings by media type, as far as they are not its second half. */
const endings = new Map([
  ['image/jpeg', 'jpg'],
  ['image/svg+xml', 'svg'],
  ['image/x-icon', 'ico'],
  ['audio/mpeg', 'mp3'],
  ['audio/x-wav', 'wav'],
  ['audio/wave', 'wav'],
]);

/** The address of a picture or sound: a data URL, or one of the web. */
export function mediaUrl({ item }: OutputMedia): string {
  return item.type === 'image' ? item.imageUrl : item.audioUrl;
}

/** Null for what is no data URL. `number` counts the pictures and sounds of a cell from 1. */
export function mediaFile(media: OutputMedia, number: number): MediaFile | null {
  const [whole, type = '', parameters = ''] = /^data:([^;,]*)((?:;[^;,]*)*),/i.exec(mediaUrl(media)) ?? [];
  if (whole === undefined) return null;
  const body = mediaUrl(media).slice(whole.length);
  const encoded = /;base64$/i.test(parameters.trim());
  return {
    name: `${media.item.type} ${number}.${endingOf(type, media.item.type)}`,
    bytes: () => bytesOf(body, encoded),
  };
}

function endingOf(type: string, kind: 'image' | 'audio'): string {
  const known = endings.get(type.toLowerCase()) ?? /\/(?:x-)?([a-z0-9]{1,5})$/i.exec(type)?.[1]?.toLowerCase();
  return known ?? (kind === 'image' ? 'png' : 'wav');
}

function bytesOf(body: string, encoded: boolean): Uint8Array {
  if (encoded) return Buffer.from(body, 'base64');
  try {
    return Buffer.from(decodeURIComponent(body));
  } catch {
    return Buffer.from(body);
  }
}
