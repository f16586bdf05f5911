/**
 * Text of unknown origin, made fit to be read by a person: what it says is all it does and all it seems to say.
 *
 * Leaves out `vscode`: its labels and notifications are known here by what they make of text.
 */

/** A notification makes links of `[text](command:…)`, and a click runs the command. What a cell or a rollout says must not. */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}

/**
 * Characters that cannot be seen, look like a plain space or turn the direction of reading are written as `\u{…}`. Tabs
 * and line feeds stay: they show as what they are.
 */
export function visible(text: string): string {
  return text.replace(unseen, found => `\\u{${found.codePointAt(0)?.toString(16)}}`);
}

const unseen = /(?![\t\n ])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** A label takes `$(name)` for an icon, and a backslash before it for the sign that it is none; anything else is text. */
export function plainLabel(line: string): string {
  return line.replace(/\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, found => `\\${found}`);
}
