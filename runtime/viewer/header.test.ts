import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { MOST_FINDINGS, rolloutTitle, viewerHeader } from './header.ts';

function withMessages(...texts: string[]) {
  const build = new RolloutBuilder().thread().turn('t');
  texts.forEach((text, at) => {
    const id = `item-${at}`;
    build.graph.conversation_items.set(id, {
      item_id: id,
      thread_id: 'root',
      codex_turn_id: 't',
      first_seen_at_unix_ms: 0,
      role: 'user',
      channel: null,
      kind: 'message',
      body: { parts: [{ type: 'text', text }] },
      call_id: null,
      produced_by: [],
    });
    build.graph.threads.get('root')?.conversation_item_ids.push(id);
  });
  return build;
}

test('a rollout is called by what was asked first, not by what the host says about itself', () => {
  expect(rolloutTitle(withMessages('<environment>\nx', 'Fix  the\nbuild').graph)).toBe('Fix the build');
});

test('without a question it is called by its first cell, else by its id', () => {
  const build = withMessages();
  expect(rolloutTitle(build.graph)).toBe('Rollout root');
  expect(rolloutTitle(build.exec('c', 't', '1', "text('hi')").graph)).toBe("text('hi')");
});

test('a header carries at most so many findings, without their place in files', () => {
  const finding = { severity: 'info', code: 'x', message: 'm', refs: [], file: 'trace.jsonl', line: 3 } as const;
  const header = viewerHeader(withMessages('a').graph, {
    state: 'recorded',
    bundleKey: 'k',
    findings: new Array(MOST_FINDINGS + 1).fill(finding),
  });
  expect(header.findings.length).toBe(MOST_FINDINGS);
  expect(header.findings[0]).toEqual({ severity: 'info', code: 'x', message: 'm', refs: [] });
  expect(header).toMatchObject({ title: 'a', state: 'recorded', bundleKey: 'k', liveCells: [] });
});
