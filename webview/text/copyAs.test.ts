import { expect, test } from 'vitest';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import { copyAs } from './copyAs.ts';

const details: EntityDetails = {
  ref: { kind: 'code_cell', id: 'c' },
  title: 'Cell 1',
  subtitle: 'call_1',
  fields: [
    { label: 'Status', value: 'completed', tone: 'good' },
    { label: 'Turn', value: 'Turn 1', link: { kind: 'codex_turn', id: 't' } },
  ],
  blocks: [{ title: 'Source', language: 'javascript', text: 'text(`a`);\n// ```' }],
  story: [
    { side: 'model', atMs: 100, text: 'Submitted the cell' },
    { side: 'runtime', atMs: 350, text: 'Ended: completed' },
  ],
  payloads: [],
  related: [],
};

test('as Markdown it reads as in the pane, and no text can end its fence', () => {
  expect(copyAs('markdown', details)).toBe(`## Cell 1

call_1

- Status: completed
- Turn: Turn 1

### Source

\`\`\`\`javascript
text(\`a\`);
// \`\`\`
\`\`\`\`

- +0 ms model: Submitted the cell
- +250 ms runtime: Ended: completed
`);
});

test('as JSON it keeps what fields lead to', () => {
  const value = JSON.parse(copyAs('json', details));
  expect(value.fields).toEqual([
    { label: 'Status', value: 'completed' },
    { label: 'Turn', value: 'Turn 1', ref: { kind: 'codex_turn', id: 't' } },
  ]);
  expect(value.blocks[0].language).toBe('javascript');
});
