/** A lively rollout in an open page, ready to be looked at. */

import type { EntityDetails } from '../../../runtime/viewer/details.ts';
import type { FindingView } from '../../../runtime/viewer/messages.ts';
import { livelyRollout } from './livelyRollout.ts';
import { type OpenOptions, ViewerPage } from './viewerPage.ts';

const livelyFindings: readonly FindingView[] = [
  {
    severity: 'warning',
    code: 'process-outlived-cell',
    message: 'A process of Cell 4 outlived its termination by 3.8 s.',
    refs: [{ kind: 'code_cell', id: 'cell-4' }],
  },
  {
    severity: 'error',
    code: 'cell-failed',
    message: 'Cell 3 failed: the patch did not apply.',
    refs: [{ kind: 'code_cell', id: 'cell-3' }],
  },
];

export async function openLively(options: OpenOptions = {}): Promise<ViewerPage> {
  const viewer = await ViewerPage.open(options);
  await viewer.header({ findings: livelyFindings });
  await viewer.timeline(livelyRollout().builder.delta());
  return viewer;
}

const sourceJs = `// Run the suite, and read what is slow while it runs.
const run = tools.exec_command({ cmd: "npm test -- --reporter json" });
const files = await tools.search_text({ pattern: "it\\\\(", path: "test" });

for (const file of files.slice(0, 40)) {
  const { text: body } = await tools.read_file({ path: file.path });
  if (body.length > 20_000) text(\`long: \${file.path}\`);
}
yield_control();
const { output, exitCode } = await run;
text(exitCode === 0 ? "all passed" : output);
`;
const nested = (id: string) => ({ kind: 'tool_call', id }) as const;

export const cellDetails: EntityDetails = {
  ref: { kind: 'code_cell', id: 'cell-2' },
  title: 'Cell 2',
  subtitle: 'main · Turn 1: find slow tests',
  fields: [
    { label: 'Runtime status', value: 'completed', tone: 'good' },
    { label: 'Started by', value: 'exec call_7Hq', link: { kind: 'tool_call', id: 'exec@8250' } },
    { label: 'Yield', value: 'promised after 5 s, came after 5.6 s' },
    { label: 'Waits', value: '2 (8.6 s)' },
    { label: 'Nested calls', value: '44, 1 failed', tone: 'bad' },
  ],
  blocks: [
    {
      title: 'Source',
      language: 'javascript',
      text: sourceJs,
    },
    {
      title: 'Output',
      language: 'json',
      text: '{"passed":212,"failed":0,"slowest":[{"name":"walks the tree","ms":4812}]}',
    },
  ],
  callLines: [
    {
      from: sourceJs.indexOf('tools.exec_command'),
      to: sourceJs.indexOf('({ cmd'),
      line: 2,
      count: 1,
      calls: [nested('exec_command npm test -- --reporter json@8500')],
    },
    {
      from: sourceJs.indexOf('tools.read_file'),
      to: sourceJs.indexOf('({ path: file'),
      line: 6,
      count: 2,
      calls: [nested('read_file@8600'), nested('read_file@12000')],
    },
  ],
  story: [
    { side: 'model', atMs: 8300, text: 'Submitted the cell' },
    { side: 'runtime', atMs: 8500, text: 'Called exec_command', ref: { kind: 'tool_call', id: 'x' } },
    { side: 'runtime', atMs: 12_040, text: 'read_file failed after 40 ms', tone: 'bad' },
    { side: 'runtime', atMs: 13_900, text: 'Yielded and runs on' },
    { side: 'model', atMs: 13_900, text: 'Saw “Script running with cell ID 2”' },
    { side: 'model', atMs: 15_250, text: 'Waited for it', ref: { kind: 'tool_call', id: 'wait Cell 2@15250' } },
    { side: 'runtime', atMs: 24_800, text: 'Ended: completed' },
  ],
  payloads: [
    { payloadId: 'raw_payload:12', label: 'exec request' },
    { payloadId: 'raw_payload:19', label: 'exec response' },
  ],
  related: [
    { label: 'Turn 1: find slow tests', ref: { kind: 'codex_turn', id: 'Turn 1: find slow tests@200' } },
    { label: 'wait Cell 2', ref: { kind: 'tool_call', id: 'wait Cell 2@15250' } },
  ],
};
