import { expect, test } from 'vitest';
import { describeCall } from './callText.ts';

test('a command is shown as it is, with the folder it runs in', () => {
  expect(describeCall({ cmd: 'rm -rf build\nls', workdir: 'a', yield_time_ms: 5 })).toEqual({
    text: 'rm -rf build\nls',
    where: 'a',
  });
});

test('a patch given as text is shown as it is', () => {
  expect(describeCall('*** Begin Patch')).toEqual({ text: '*** Begin Patch' });
});

test('an input with anything besides the command is shown whole', () => {
  const input = { cmd: 'ls', shell: '/tmp/evil' };
  expect(JSON.parse(describeCall(input).text)).toEqual(input);
});

test('no input at all is shown as null', () => {
  expect(describeCall(undefined)).toEqual({ text: 'null' });
});

test.each([
  ['turns the direction of reading', 'src/\u202egnp.x'],
  ['has a second line', 'src\n(nothing else)'],
  ['is longer than a glance', `src/${'a'.repeat(80)}/../../..`],
  ['ends with blanks', 'src   '],
])('a place that %s is shown with the rest', (_what, workdir) => {
  const { text, where } = describeCall({ cmd: 'ls', workdir });
  expect(where).toBeUndefined();
  expect(JSON.parse(text)).toEqual({ cmd: 'ls', workdir });
});
