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

/** Time of day, with the date unless that is today's. */
export function startText(ms: number, language: string, nowMs: number = Date.now()): string {
  const date = new Date(ms);
  const clock = clockText(ms, language);
  return new Date(nowMs).toDateString() === date.toDateString()
    ? clock
    : `${date.toLocaleDateString(language)} ${clock}`;
}
