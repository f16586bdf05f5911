/**
 * Texts that are secrets by their look: tokens whose makers gave them a known beginning, keys in PEM form, credentials in
 * addresses, and values that are named as secrets.
 *
 * Facts: the beginnings are those the makers publish so that such tokens can be found in what was leaked. What has no such
 * mark (a password in a sentence) cannot be found. Texts may be JSON within JSON, so a token may follow an escape (`\\n`).
 */

interface SecretPattern {
  readonly name: string;
  /** Global. With a group, that group alone is the secret. */
  readonly pattern: RegExp;
}

/** Not in the middle of a word; the letter of an escape is none. */
export const wordStart = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt]))`;

function starting({ source, flags }: RegExp): RegExp {
  return new RegExp(wordStart + (source.includes('|') ? `(?:${source})` : source), flags);
}

/** What every match of a pattern below holds: most texts hold none of these, and are looked through once instead of often. */
export const secretSigns =
  /gh[pousr]_|github_pat_|gl[a-z]{2,5}-|AKIA|ASIA|ABIA|ACCA|sk-|k_live_|k_test_|AIza|ya29|xox|xapp|slack|npm_|pypi-|hf_|SG\.|_v1_|eyJ|private|bearer|basic|:\/\/|secret|token|passw|api_?-?key|access_?-?key|authorization|cookie|credential/i;

export const secretPatterns: readonly SecretPattern[] = [
  {
    name: 'private key',
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { name: 'GitHub token', pattern: starting(/(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})\b/g) },
  { name: 'GitLab token', pattern: starting(/gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\w-]{20,}/g) },
  { name: 'AWS key id', pattern: starting(/(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g) },
  { name: 'API key', pattern: starting(/sk-[A-Za-z0-9_-]{20,}/g) },
  { name: 'Stripe key', pattern: starting(/[rs]k_(?:live|test)_[A-Za-z0-9]{16,}\b/g) },
  { name: 'Google API key', pattern: starting(/AIza[\w-]{35}/g) },
  { name: 'Google token', pattern: starting(/ya29\.[\w-]{20,}/g) },
  { name: 'Slack token', pattern: starting(/xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,}/g) },
  { name: 'Slack webhook', pattern: starting(/hooks\.slack\.com\/services\/[\w/]{20,}/g) },
  { name: 'npm token', pattern: starting(/npm_[A-Za-z0-9]{36}\b/g) },
  { name: 'PyPI token', pattern: starting(/pypi-[\w-]{50,}/g) },
  { name: 'Hugging Face token', pattern: starting(/hf_[A-Za-z0-9]{30,}\b/g) },
  { name: 'SendGrid key', pattern: starting(/SG\.[\w-]{16,}\.[\w-]{16,}/g) },
  { name: 'DigitalOcean token', pattern: starting(/do[opr]_v1_[a-f0-9]{64}\b/g) },
  { name: 'JSON web token', pattern: starting(/eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g) },
  { name: 'authorization', pattern: starting(/(?:Bearer|Basic)\s+([A-Za-z0-9+/_.~-]{16,}=*)/gi) },
  {
    name: 'password in an address',
    pattern: starting(/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,200}:([^\s@/"'<>]{3,200})@/gi),
  },
  // NAME=value as in an environment, "name": "value" as in JSON (also within JSON), name = 'value' as in a program.
  {
    name: 'named secret',
    pattern: starting(
      /[A-Z0-9_]*(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)=["']?([^\s"'\\$;&|<>]{6,})/g,
    ),
  },
  {
    name: 'named secret',
    pattern: starting(
      /[\w-]{0,40}(?:secret|token|password|passwd|api[_-]?key|access[_-]?key|private[_-]?key|authorization|cookie)\\*["']?\s{0,4}[:=]\s{0,4}\\*["']([^"'\\\n]{6,})\\*["']/gi,
    ),
  },
];
