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
const wordStart = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[bfnrt]))`;

function starting({ source, flags }: RegExp): RegExp {
  return new RegExp(wordStart + (source.includes('|') ? `(?:${source})` : source), flags);
}

/** What every match of a pattern below holds: most texts hold none of these, and are looked through once instead of often. */
export const secretSigns =
  /gh[pousr]_|github_pat_|gl[a-z]{2,5}-|AKIA|ASIA|ABIA|ACCA|sk-|k_live_|k_test_|AIza|ya29|xox|xapp|slack|npm_|pypi-|hf_|SG\.|_v1_|eyJ|private|bearer|basic|:\/\/|secret|token|pass|_pwd=|_pat=|-u\s|--user|accountkey|sharedaccess|api_?-?key|access_?-?key|authorization|cookie|credential|signature=|[?&](?:key|sig)=|gsk_|r8_|xai-|pplx-|shp[a-z]{2}_|dapi|hv[sb]\.|lin_api_|ntn_|figd_|ATATT|dckr_|NRAK-|sbp_|pscale_|gl(?:sa|c)_|rubygems_|PMAK-|\d:AA|key-|pul-|atlasv1|SK[0-9a-f]{8}/i;

/** What holds a secret, as the end of a name: `OPENAI_API_KEY`, `client_secret`, `x-auth-token`. */
const nameOfSecret =
  /(?:secret|token|password|passwd|passphrase|api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key(?:[_-]?id)?|authorization|cookie|credentials?)$/i;
/** Names that end alike and hold none: counts, kinds, and what a log says of tokens. */
const nameOfOther =
  /^(?:max|min|num|total|n)[_-]|(?:next|page|sync|continuation)[_-]?token$|^(?:stop|eos|bos|pad)[_-]?token$/i;

/** Whether a value under this name is a secret, whatever it looks like. */
export function namesSecret(name: string): boolean {
  return name.length <= 80 && nameOfSecret.test(name) && !nameOfOther.test(name);
}

/** Known beginnings with what follows them. A text may end, or have been cut (`…`), within one: a few characters are enough then. */
function token(beginning: string, rest: string, least: number): RegExp {
  return starting(new RegExp(`(?:${beginning})(?:${rest}{${least},}|${rest}{4,}(?=\\u2026|\\.\\.\\.|$))`, 'g'));
}

export const secretPatterns: readonly SecretPattern[] = [
  {
    name: 'private key',
    pattern:
      /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,20000}?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  },
  { name: 'private key', pattern: starting(/AGE-SECRET-KEY-1[A-Z0-9]{20,}/g) },
  { name: 'GitHub token', pattern: token('gh[pousr]_|github_pat_', '[A-Za-z0-9_]', 30) },
  { name: 'GitLab token', pattern: token('gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-', '[\\w-]', 20) },
  { name: 'AWS key id', pattern: token('AKIA|ASIA|ABIA|ACCA', '[A-Z0-9]', 16) },
  { name: 'API key', pattern: token('sk-|gsk_|xai-|pplx-', '[A-Za-z0-9_-]', 20) },
  { name: 'Stripe key', pattern: token('[rs]k_(?:live|test)_', '[A-Za-z0-9]', 16) },
  { name: 'Google API key', pattern: token('AIza', '[\\w-]', 35) },
  { name: 'Google token', pattern: token('ya29\\.', '[\\w-]', 20) },
  { name: 'Slack token', pattern: token('xox[abeoprs]-|xapp-\\d-', '[\\w-]', 10) },
  { name: 'Slack webhook', pattern: starting(/hooks\.slack\.com\/services\/[\w/]{20,}/g) },
  { name: 'npm token', pattern: token('npm_', '[A-Za-z0-9]', 36) },
  { name: 'PyPI token', pattern: token('pypi-', '[\\w-]', 50) },
  { name: 'Hugging Face token', pattern: token('hf_', '[A-Za-z0-9]', 30) },
  { name: 'SendGrid key', pattern: starting(/SG\.[\w-]{16,}\.[\w-]{16,}/g) },
  { name: 'DigitalOcean token', pattern: token('do[opr]_v1_', '[a-f0-9]', 64) },
  {
    name: 'JSON web token',
    pattern: starting(/eyJ[\w-]{8,}\.(?:eyJ[\w-]{8,}(?:\.[\w-]*)?|[\w-]*(?=\u2026|\.\.\.|$))/g),
  },
  { name: 'Telegram token', pattern: starting(/\d{8,10}:AA[\w-]{32,}/g) },
  { name: 'Twilio key', pattern: starting(/SK[0-9a-f]{32}\b/g) },
  { name: 'Mailgun key', pattern: starting(/key-[0-9a-f]{32}\b/g) },
  {
    name: 'access token',
    pattern: token(
      'shp(?:at|ca|pa|ss)_|dapi|hv[sb]\\.|lin_api_|ntn_|figd_|ATATT3|dckr_pat_|NRAK-|sbp_|pscale_(?:tkn|pw|oauth)_|gl(?:sa|c)_|rubygems_|PMAK-|pul-|r8_',
      '[A-Za-z0-9_=-]',
      20,
    ),
  },
  { name: 'access token', pattern: starting(/[A-Za-z0-9]{10,}\.atlasv1\.[\w-]{20,}/g) },
  {
    name: 'authorization',
    pattern: /authorization\\*["']?\s{0,4}[:=]\s{0,4}\\*["']?(?:Bearer|Basic|Token|ApiKey)\s+([^\s"'\\,;]{6,})/gi,
  },
  { name: 'authorization', pattern: starting(/(?:Bearer|Basic)\s+([A-Za-z0-9+/_.~-]{16,}=*)/gi) },
  {
    name: 'password in an address',
    pattern: starting(/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,200}:([^\s@/"'<>]{3,200})@/gi),
  },
  {
    name: 'token in an address',
    pattern: starting(/[a-z][a-z0-9+.-]{1,20}:\/\/((?=[^\s:@/"'<>]{0,200}\d)[^\s:@/"'<>]{16,200})@/gi),
  },
  {
    name: 'token in an address',
    pattern:
      /[?&](?:[\w-]{0,30}(?:token|secret|password|passwd|api[_-]?key)|key|sig|[\w-]{0,20}signature)=([^\s"'\\&#<>]{6,})/gi,
  },
  // NAME=value as in an environment, "name": "value" as in JSON (also within JSON), name = 'value' as in a program.
  {
    name: 'named secret',
    pattern: starting(
      /[A-Z0-9_]*(?:SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PASS|_PWD|_PAT|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS?)=\\*["']?([^\s"'\\$;&|<>]{6,})/g,
    ),
  },
  {
    name: 'named secret',
    pattern: starting(
      /[\w-]{0,40}(?:secret|token|password|passwd|passphrase|api[_-]?key|access[_-]?key|private[_-]?key|authorization|cookie)\\*["']?\s{0,4}[:=]\s{0,4}\\*["']([^"'\\\n]{6,})(?:\\*["']|\u2026|\.\.\.|$)/gi,
    ),
  },
  // Without quotes, as in files of settings and on command lines: only what has a digit, as words of a program have none.
  {
    name: 'named secret',
    pattern: starting(
      /[\w-]{0,40}(?:secret|token|password|passwd|passphrase|api[_-]?key|access[_-]?key)(?:\s{0,4}[:=]\s{0,4}|\s)((?=[^\s"'\\,;&|<>(){}[\]]{0,200}\d)(?=[^\s"'\\,;&|<>(){}[\]]{0,200}[A-Za-z])[^\s"'\\,;&|<>(){}[\]]{6,})/gi,
    ),
  },
  // On a command line, and alone on a line of a file of settings: whatever it is.
  {
    name: 'named secret',
    pattern:
      /(?<=[\s"'(]|^)--?(?:[a-z]+-){0,3}(?:password|passwd|passphrase|secret|token|api-?key|pass)(?:=|\s{1,4})\\*["']?(?!-)([^\s"'\\;&|<>]{4,})/gi,
  },
  {
    name: 'named secret',
    pattern:
      /(?<=^|\n|\\n)[ \t]{0,20}(?:export[ \t]+)?[\w./:-]{0,60}(?:password|passwd|passphrase|secret|token|api[_-]?key)[ \t]{0,4}=[ \t]{0,4}([^\s"'\\;&|<>(){}[\]]{6,})(?=[ \t]{0,20}(?:$|\n|\\n|\\r|\r))/gi,
  },
  { name: 'named secret', pattern: /(?:Account|SharedAccess)(?:Key|Signature)=([^;\s"'\\]{8,})/gi },
  // As curl takes it: a name, a colon, a password that is no number (a number is the group of a user).
  {
    name: 'named secret',
    pattern: /(?<=\s)(?:-u|--user)[ =]{1,2}\\*["']?[^\s:"'\\/]{1,64}:((?=[^\s"'\\]{0,200}[^\d\s"'\\])[^\s"'\\]{3,})/g,
  },
  { name: 'named secret', pattern: /(?<=sshpass[ \t]{1,4})-p[ \t]{0,4}\\*["']?([^\s"'\\]{3,})/g },
  { name: 'named secret', pattern: /(?:^|[\s;&"'(])(?:set-)?cookie:\s{0,4}([^"'\\\n]{6,})/gi },
];
