/**
 * The link to a rollout, or to one object in it: `vscode://cellscope.cellscope/rollout?bundle=/path&ref=kind:id`.
 *
 * Invariant: anybody may write a link, so what one says is only ever a place to look at. A link that would reach over
 * the network, or that names no folder of a rollout, is refused in a sentence before anything is opened.
 * Leaves out `vscode`. A link holds a path of the machine its rollout is on; elsewhere it names nothing.
 */

import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { type EntityRef, entityKinds } from '../../runtime/trace/timeline/columns.ts';
import { extensionId } from '../ids.ts';

export interface LinkTarget {
  readonly bundle: string;
  readonly ref?: EntityRef;
}

const linkPath = '/rollout';
/** Characters; a path and an id fit easily. */
const longestQuery = 8192;

/**
 * `application` is the editor's own scheme, such as `vscode`. Editors decode a query before they hand it on, so what
 * has a meaning in one is encoded twice.
 */
export function linkTo(application: string, { bundle, ref }: LinkTarget): string {
  const value = (text: string) => text.toWellFormed().replace(/[%&+=#]/g, encodeURIComponent);
  const query = [`bundle=${value(bundle)}`];
  if (ref) query.push(`ref=${value(`${ref.kind}:${ref.id}`)}`);
  const encoded = encodeURIComponent(query.join('&')).replace(/%(2F|3A|3D|26)/g, decodeURIComponent);
  return `${application}://${extensionId}${linkPath}?${encoded}`;
}

/** What a link names, by its path and its query, decoded once; or a sentence about what is wrong with it. */
export function readLink(path: string, query: string): LinkTarget | { readonly problem: string } {
  if (path !== linkPath)
    return { problem: `A link to a rollout has the path ${linkPath}; this one has ${shown(path)}.` };
  if (query.length > longestQuery) return { problem: 'This link is too long to be one to a rollout.' };
  const values = new URLSearchParams(query.replaceAll('+', '%2B'));
  const bundle = values.get('bundle') ?? '';
  if (!isAbsolute(bundle) || bundle.includes('\0')) {
    return { problem: `A link to a rollout names the whole path of its folder; this one says ${shown(bundle)}.` };
  }
  // On Windows a look at such a path tells the server it names who is looking.
  if (/^[\\/]{2}/.test(bundle)) return { problem: `A link may not lead onto the network, as ${shown(bundle)} does.` };
  const told = values.get('ref');
  if (told === null || told === '') return { bundle: resolve(bundle) };
  const ref = readRef(told);
  return ref ? { bundle: resolve(bundle), ref } : { problem: `There is nothing in a rollout called ${shown(told)}.` };
}

/** Why a link may not be followed, in a sentence; undefined when its folder is that of a rollout. */
export async function linkProblem({ bundle }: LinkTarget): Promise<string | undefined> {
  // Without its manifest a rollout is shown as far as its log tells.
  for (const name of ['manifest.json', 'trace.jsonl']) {
    const found = await stat(join(bundle, name)).catch(() => undefined);
    if (found?.isFile()) return undefined;
  }
  return `${shown(bundle)} is not a rollout on this machine: it has neither a manifest.json nor a trace.jsonl.`;
}

function readRef(text: string): EntityRef | undefined {
  const colon = text.indexOf(':');
  const kind = entityKinds.find(each => each === text.slice(0, colon));
  const id = text.slice(colon + 1);
  return kind && id !== '' ? { kind, id } : undefined;
}

function shown(text: string): string {
  return text.length > 200 ? `"${text.slice(0, 200)}…"` : `"${text}"`;
}
