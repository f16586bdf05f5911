import { expect, test } from 'vitest';
import { LONGEST_TEXT, Redactor } from './redactor.ts';

const facts = {
  homes: ['/home/ada'],
  workspaces: ['/home/ada/work/engine', '/home/ada/work/engine/test', '/srv/data'],
};
const redact = (text: string, kinds = ['paths', 'secrets'] as const) => new Redactor(kinds, facts).text(text);

test('workspaces and homes become placeholders, what lies below stays readable', () => {
  expect(redact('cat /home/ada/work/engine/src/a.ts')).toBe('cat <workspace>/src/a.ts');
  expect(redact('cd /srv/data; ls /home/ada/.ssh')).toBe('cd <workspace 2>; ls <home>/.ssh');
  expect(redact('"/home/ada/work/engine"')).toBe('"<workspace>"');
});

test('a neighbour with a longer name is no workspace, but its home is still one', () => {
  expect(redact('/home/ada/work/engine2/x')).toBe('<home>/work/engine2/x');
  expect(redact('/srv/database /opt/srv/data')).toBe('/srv/database /opt/srv/data');
});

test('homes of other people are known by where homes are', () => {
  expect(redact('/Users/grace/notes and /home/joan and file:///home/joan/x')).toBe(
    '<home>/notes and <home> and file://<home>/x',
  );
  expect(redact(String.raw`C:\Users\Grace Hopper\x`)).toBe(String.raw`<home> Hopper\x`);
});

test('paths are found in JSON and in JSON within JSON', () => {
  const windows = new Redactor(['paths'], { workspaces: [String.raw`D:\work\engine`] });
  expect(redact(JSON.stringify(JSON.stringify('see\n/srv/data\t/home/ada')))).toBe(
    JSON.stringify(JSON.stringify('see\n<workspace 2>\t<home>')),
  );
  const path = String.raw`D:\work\engine\a.ts`;
  const once = JSON.stringify({ path });
  expect(windows.text(path)).toBe(String.raw`<workspace>\a.ts`);
  expect(windows.text(once)).toBe(String.raw`{"path":"<workspace>\\a.ts"}`);
  expect(windows.text(JSON.stringify({ once }))).toBe(String.raw`{"once":"{\"path\":\"<workspace>\\\\a.ts\"}"}`);
});

test('the root of a file system and the names of agents are no paths to hide', () => {
  const redactor = new Redactor(['paths'], { homes: ['/', '/root'], workspaces: ['/'] });
  expect(redactor.value({ agent_path: '/root/alpha', cwd: '/root/x', other: '/usr/bin' })).toEqual({
    agent_path: '/root/alpha',
    cwd: '<home>/x',
    other: '/usr/bin',
  });
});

/** Made up here; none was ever given out. Put together at run time, so that nobody's scanner takes them for real. */
const made = (length: number) => 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(8).slice(0, length);
const secrets: readonly (readonly [string, string])[] = [
  ['GitHub token', `ghp_${made(36)}`],
  ['GitHub token', `github_pat_${made(60)}`],
  ['GitLab token', `glpat-${made(20)}`],
  ['AWS key id', `AKIA${made(32).toUpperCase().slice(0, 16)}`],
  ['API key', `sk-${made(40)}`],
  ['API key', `sk-proj-${made(40)}`],
  ['Stripe key', `sk_live_${made(24)}`],
  ['Google API key', `AIza${made(35)}`],
  ['Slack token', `xoxb-1234567890-${made(20)}`],
  ['Google token', `ya29.${made(30)}`],
  ['Slack token', `xapp-1-${made(20)}`],
  ['Slack webhook', `hooks.slack.com/services/${made(24)}`],
  ['PyPI token', `pypi-${made(60)}`],
  ['SendGrid key', `SG.${made(20)}.${made(40)}`],
  ['DigitalOcean token', `dop_v1_${'0123456789abcdef'.repeat(4)}`],
  ['npm token', `npm_${made(36)}`],
  ['API key', `gsk_${made(40)}`],
  ['access token', `dapi${'0123456789abcdef'.repeat(2)}`],
  ['access token', `shpat_${'0123456789abcdef'.repeat(2)}`],
  ['access token', `hvs.${made(40)}`],
  ['Telegram token', `123456789:AA${made(33)}`],
  ['Twilio key', `SK${'0123456789abcdef'.repeat(2)}`],
  ['private key', `AGE-SECRET-KEY-1${made(58).toUpperCase()}`],
  ['Hugging Face token', `hf_${made(34)}`],
  ['JSON web token', `eyJ${made(20)}.eyJ${made(30)}.${made(20)}`],
  ['private key', `-----BEGIN RSA PRIVATE KEY-----\n${made(64)}\n${made(64)}\n-----END RSA PRIVATE KEY-----`],
];

test.each(secrets)('a %s is taken out of a sentence and out of JSON', (name, secret) => {
  const redactor = new Redactor(['secrets']);
  expect(redactor.text(`it is ${secret} here`)).toBe(`it is <${name}> here`);
  const nested = JSON.stringify({ args: JSON.stringify({ said: `it is:\n${secret}` }) });
  expect(redactor.text(nested)).not.toContain(made(20));
  expect(redactor.text(nested)).toContain(`<${name}>`);
});

test.each([
  [`curl -H "Authorization: Bearer ${made(30)}"`, 'curl -H "Authorization: Bearer <authorization>"'],
  [`postgres://me:${made(12)}@db/x`, 'postgres://me:<password in an address>@db/x'],
  ['export DB_PASSWORD=correcthorse ok', 'export DB_PASSWORD=<named secret> ok'],
  ['{"api_key": "correcthorse", "n": 1}', '{"api_key": "<named secret>", "n": 1}'],
  [String.raw`{\"client_secret\":\"correcthorse\"}`, String.raw`{\"client_secret\":\"<named secret>\"}`],
  ['Cookie: "session-correcthorse"', 'Cookie: "<named secret>"'],
  ['AWS_ACCESS_KEY=correcthorse', 'AWS_ACCESS_KEY=<named secret>'],
  ["x-api-key: 'correcthorse'", "x-api-key: '<named secret>'"],
  ['DB_CREDENTIALS=correcthorse', 'DB_CREDENTIALS=<named secret>'],
  ["const password = 'correcthorse';", "const password = '<named secret>';"],
  ['Authorization: Basic bWU6eW91', 'Authorization: Basic <authorization>'],
  ['aws_secret_access_key = wJalr/XUtnFEMI7', 'aws_secret_access_key = <named secret>'],
  ['mysql --password hunter22 db', 'mysql --password <named secret> db'],
  ['password: hunter22', 'password: <named secret>'],
  ['PGPASSWORD=swordfish psql', 'PGPASSWORD=<named secret> psql'],
  ['MYSQL_PWD=swordfish mysql', 'MYSQL_PWD=<named secret> mysql'],
  ['run --password=correcthorse --dry', 'run --password=<named secret> --dry'],
  ["run --api-key 'correcthorse' x", "run --api-key '<named secret>' x"],
  ['a = 1\ndb.password = correcthorse\nb = 2', 'a = 1\ndb.password = <named secret>\nb = 2'],
  [String.raw`"x\npassword=correcthorse\ny"`, String.raw`"x\npassword=<named secret>\ny"`],
  ['curl -u ada:swordfish https://x.org', 'curl -u ada:<named secret> https://x.org'],
  ['sshpass -p swordfish ssh x', 'sshpass -p <named secret> ssh x'],
  ['AccountName=a;AccountKey=abcdEFGH/+==;Suffix=b', 'AccountName=a;AccountKey=<named secret>;Suffix=b'],
  ['//packages.example.org/:_authToken=correcthorse', '//packages.example.org/:_authToken=<named secret>'],
  ['machine db login ada password hunter22', 'machine db login ada password <named secret>'],
  ['https://x.org/a?access_token=abc123def&n=1', 'https://x.org/a?access_token=<token in an address>&n=1'],
  ['git clone https://abcdefgh12345678@x.org/y', 'git clone https://<token in an address>@x.org/y'],
  ['Set-Cookie: sid=correcthorse; Path=/', 'Set-Cookie: <named secret>'],
])('a value that is named as a secret: %s', (text, expected) => {
  expect(redact(text)).toBe(expected);
});

test.each([
  'max_output_tokens: 10000, "token_usage": null',
  'const token = await getToken();',
  'skate-park, risk-assessment, task-1',
  'the password is checked by the server',
  'https://example.org/a:b/c?d=e@f',
  'password: string; token = getTokenOfUser(); secret=process.env.X',
  'GET /api/users/42 and src/home/page.tsx, next_page_token, max_tokens 4096',
  'pkg@1.2.3 git@github.com:team/repo @scope/name@2.0.0',
  'docker run -u 1000:1000 --user 33:33 x && cd -P .. && pass --max-tokens 4096 --no-token --token-file a.txt',
  'let token = next;\nif (token = parse(x)) {}\nbypass=1 compass = north',
])('what is no secret stays: %s', text => {
  expect(redact(text)).toBe(text);
});

test('a value under the name of a secret is one, whatever it looks like, and also when name and value stand apart', () => {
  const value = {
    OPENAI_API_KEY: 'correct-horse',
    headers: [{ name: 'X-Auth-Token', value: 'battery-staple' }],
    env: [{ key: 'DB_PASSWORD', value: 'battery-staple' }],
    client_secret: `ghp_${made(36)} and more`,
    github_token: `ghp_${made(36)}`,
    input_tokens: 1234,
    next_page_token: 'page-2-of-3',
    token: 'short',
  };
  const redactor = new Redactor(['secrets']);
  expect(redactor.value(value)).toEqual({
    OPENAI_API_KEY: '<named secret>',
    headers: [{ name: 'X-Auth-Token', value: '<named secret>' }],
    env: [{ key: 'DB_PASSWORD', value: '<named secret>' }],
    client_secret: '<named secret>',
    github_token: '<GitHub token>',
    input_tokens: 1234,
    next_page_token: 'page-2-of-3',
    token: 'short',
  });
  expect(redactor.counts.secrets).toBe(5);
  const looking = new Redactor([]);
  expect(looking.value(value)).toEqual(value);
  expect(looking.counts.secrets).toBe(5);
});

test.each([
  ['/mnt/c/Users/ada/x', '<home>/x'],
  ['/c/Users/ada/x', '<home>/x'],
  ['c:\\users\\ada\\x', '<home>\\x'],
  ['/System/Volumes/Data/Users/ada/x', '<home>/x'],
  ['vscode://x/y?bundle=%2Fhome%2Fada%2Fx', 'vscode://x/y?bundle=<home>%2Fx'],
])('a home is one as other systems see it too: %s', (text, expected) => {
  expect(new Redactor(['paths']).text(text)).toBe(expected);
});

test('an address is one within an address of the web too', () => {
  expect(new Redactor(['emails']).text('https://x.org/?to=ada%40mail.example.org&n=1')).toBe(
    'https://x.org/?to=<e-mail>&n=1',
  );
});

test('addresses of people are taken out where that is asked for', () => {
  const text = 'Author: Ada <ada.l+x@mail.example.org>, see git@github.com:team/repo';
  expect(new Redactor(['emails']).text(text)).toBe('Author: Ada <<e-mail>>, see git@github.com:team/repo');
  const looking = new Redactor(['secrets']);
  expect(looking.text(text)).toBe(text);
  expect(looking.counts).toEqual({ paths: 0, secrets: 0, emails: 1 });
});

test('half a secret is left nowhere: not at the end of a text, not before an ellipsis, not where a long text is cut', () => {
  const secret = `ghp_${made(36)}`;
  for (const cut of [8, 20, 39]) {
    expect(redact(`run with ${secret.slice(0, cut)}…`)).toBe('run with <GitHub token>…');
    expect(redact(`run with ${secret.slice(0, cut)}`)).toBe('run with <GitHub token>');
    const long = `${'x '.repeat(LONGEST_TEXT / 2 - 2)}${' '.repeat(4 - (cut % 4))}${secret} ${'y '.repeat(40_000)}`;
    expect(new Redactor(['secrets']).text(long)).not.toContain('ghp_');
  }
  const full = `${`${secret} `.repeat(8000)}end`;
  expect(new Redactor(['secrets']).text(full)).not.toContain('ghp_');
});

test('only the path of an agent passes under its name, and no secret does', () => {
  const value = { agent_path: '/root/alpha', task_name: `ghp_${made(36)}`, cwd: '/home/ada/x' };
  expect(new Redactor(['paths', 'secrets']).value({ ...value, agent: { agent_path: '/home/ada/x' } })).toEqual({
    agent_path: '/root/alpha',
    task_name: '<GitHub token>',
    cwd: '<home>/x',
    agent: { agent_path: '<home>/x' },
  });
});

test('what is not asked for stays, and is counted', () => {
  const redactor = new Redactor([], facts);
  const text = `/home/ada/work/engine with ghp_${made(36)}`;
  expect(redactor.text(text)).toBe(text);
  expect(redactor.counts.secrets).toBe(1);
  expect(redactor.counts.paths).toBeGreaterThan(0);
});

test('keys of objects are treated as well, numbers and shape are not', () => {
  const value = { '/home/ada/x': [1, null, { deep: ['/home/ada/y'] }], n: 2.5, ok: true };
  expect(new Redactor(['paths'], facts).value(value)).toEqual({
    '<home>/x': [1, null, { deep: ['<home>/y'] }],
    n: 2.5,
    ok: true,
  });
});

test('a very long text is cut and says how long it was', () => {
  const redactor = new Redactor([]);
  const text = redactor.text('x'.repeat(LONGEST_TEXT + 1));
  expect(text).toBe(`${'x'.repeat(LONGEST_TEXT)}… (${LONGEST_TEXT + 1} characters in all)`);
  expect(redactor.shortened).toBe(1);
});

test('no text makes the search take long', () => {
  const hostile = [
    'a'.repeat(1 << 18),
    '://:'.repeat(1 << 16),
    '-----BEGIN PRIVATE KEY-----'.repeat(9000),
    'eyJ'.repeat(80_000),
    'token="'.repeat(36_000),
    '\\'.repeat(1 << 18),
    'A_'.repeat(1 << 17),
    '\\n'.repeat(1 << 17),
    ' -u a:'.repeat(1 << 15),
    'password='.repeat(29_000),
    `\n${'password.'.repeat(29_000)}`,
    '--password '.repeat(23_000),
    `token ${'1a'.repeat(1 << 17)}`,
    'a@'.repeat(1 << 17),
    '/home'.repeat(52_000),
    '%40'.repeat(87_000),
  ];
  const redactor = new Redactor(['paths', 'secrets'], facts);
  for (const text of hostile) expect(redactor.text(text).length).toBeLessThanOrEqual(text.length * 8);
});
