import { describe, expect, test } from 'vitest';
import { plainLabel, visible, withoutLinks } from './plainText.ts';

describe('text of unknown origin', () => {
  test('makes no link that runs a command', () => {
    const message = withoutLinks('got `[Fix it](command:workbench.action.terminal.new?%22x%22)` and [b](https://x)');
    expect(message).not.toMatch(/\[[^\]]+\]\((?:command|https?|file):/);
    expect(message).toContain('[Fix it] (command:');
  });
  test.each([
    ['a direction that turns', 'echo \u202eabc', 'echo \\u{202e}abc'],
    ['a joiner nobody sees', 'a\u200bb\u2060c\ufeff', 'a\\u{200b}b\\u{2060}c\\u{feff}'],
    ['terminal colours', '\u001b[2Kls', '\\u{1b}[2Kls'],
    ['a carriage return', 'rm -rf x\rls', 'rm -rf x\\u{d}ls'],
    ['blanks of other kinds', 'a\u00a0b\u3000c', 'a\\u{a0}b\\u{3000}c'],
    ['letters that are blank', 'a\u3164b\u2800', 'a\\u{3164}b\\u{2800}'],
    ['separators of lines', 'a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['selectors and tags', 'a\ufe0fb\u{e0041}', 'a\\u{fe0f}b\\u{e0041}'],
    ['half a character', 'a\ud800', 'a\\u{d800}'],
  ])('shows %s', (_what, text, shown) => {
    expect(visible(text)).toBe(shown);
  });
  test('is left as it is where everything can be seen', () => {
    const text = 'if [ "$x" = ä ]; then\n\techo "日本語 👍 été"; fi # {}()\\u{1}';
    expect(visible(text)).toBe(text);
  });
  test('is no icon, and nothing else of a command changes', () => {
    expect(plainLabel('echo $(whoami) $(sync~spin)')).toBe('echo \\$(whoami) \\$(sync~spin)');
    // Not an icon: a backslash would be shown, and the command would look as if it were quoted.
    expect(plainLabel('echo $(rm -rf ~) $(a)')).toBe('echo $(rm -rf ~) \\$(a)');
    expect(plainLabel('echo \\$(whoami)')).toBe('echo \\\\$(whoami)');
  });
});
