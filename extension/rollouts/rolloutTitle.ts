/**
 * The name of a rollout for people: when it began, and what it ran. The ids in its folder's name say nothing to anybody.
 */

const tabLength = 40;

/** Short enough for a tab. */
export function tabTitle(title: string): string {
  return title.length > tabLength ? `${title.slice(0, tabLength - 1).trimEnd()}…` : title;
}

/** Time of day. */
function clockText(ms: number, language: string): string {
  return new Date(ms).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/**
 * Time of day; of another day its date and no seconds, so that in a narrow row there is room for what stands behind it.
 */
export function startText(ms: number, language: string, nowMs: number = Date.now()): string {
  const date = new Date(ms);
  const now = new Date(nowMs);
  if (now.toDateString() === date.toDateString()) return clockText(ms, language);
  const sameYear = now.getFullYear() === date.getFullYear();
  return date.toLocaleString(language, {
    ...(sameYear ? { month: 'short' } : { year: '2-digit', month: 'numeric' }),
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** To the second, with the whole date. */
export function wholeStartText(ms: number, language: string): string {
  return new Date(ms).toLocaleString(language, { dateStyle: 'full', timeStyle: 'medium' });
}
