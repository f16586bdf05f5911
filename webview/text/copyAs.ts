/**
 * The details of an object as text to hand on: Markdown for people and chats, JSON for programs.
 *
 * Invariant: a block of text is fenced so that nothing in it can end the fence.
 */

import type { EntityDetails } from '../../runtime/viewer/details.ts';
import { formatDuration } from './formatTime.ts';

export const copyForms = ['markdown', 'json'] as const;
export type CopyForm = (typeof copyForms)[number];

export function copyAs(form: CopyForm, details: EntityDetails): string {
  return form === 'json' ? asJson(details) : asMarkdown(details);
}

function asJson({ ref, title, subtitle, fields, blocks, story }: EntityDetails): string {
  const plain = {
    ref,
    title,
    subtitle,
    fields: fields.map(({ label, value, link }) => (link ? { label, value, ref: link } : { label, value })),
    blocks: blocks.map(block => ({ title: block.title, language: block.language, text: block.text })),
    ...(story ? { story } : {}),
  };
  return JSON.stringify(plain, null, 2);
}

function asMarkdown({ title, subtitle, fields, blocks, story }: EntityDetails): string {
  const parts = [`## ${lineIn(title)}`];
  if (subtitle) parts.push(lineIn(subtitle));
  if (fields.length > 0)
    parts.push(fields.map(({ label, value }) => `- ${lineIn(label)}: ${lineIn(value)}`).join('\n'));
  for (const block of blocks) {
    const fence = '`'.repeat(Math.max(3, longestTicks(block.text) + 1));
    const language = block.language === 'text' ? '' : block.language;
    parts.push(`### ${lineIn(block.title)}`, `${fence}${language}\n${block.text}\n${fence}`);
  }
  const first = story?.[0]?.atMs ?? 0;
  if (story && story.length > 0) {
    parts.push(story.map(row => `- +${formatDuration(row.atMs - first)} ${row.side}: ${lineIn(row.text)}`).join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

function lineIn(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function longestTicks(text: string): number {
  let longest = 0;
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  return longest;
}
