/**
 * A place for one run of the reference: a home with its settings, a folder to work in, a folder for the traces.
 *
 * Invariant: nothing of the person who runs the tests is read or written; `dispose` removes it all.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Settings {
  readonly features?: readonly string[];
  /** More lines of the settings file, tables last. */
  readonly more?: string;
  /** What the provider calls itself; the reference treats `OpenAI` differently. */
  readonly provider?: string;
  /** How often a stream that broke off is tried again; default never. */
  readonly retries?: number;
}

export interface Workshop {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Command line switches for the features. */
  readonly switches: readonly string[];
  /** The bundles recorded so far, oldest first. */
  bundles(): Promise<string[]>;
  dispose(): Promise<void>;
}

const codeMode: readonly string[] = ['code_mode', 'code_mode_only'];

export async function openWorkshop(modelUrl: string, settings: Settings): Promise<Workshop> {
  const base = await mkdtemp(join(tmpdir(), 'conformance-'));
  const [home, folder, traces] = [join(base, 'home'), join(base, 'work'), join(base, 'traces')];
  for (const each of [home, folder, traces]) await mkdir(each);
  await writeFile(join(home, 'instructions.md'), 'A scripted model.');
  await writeFile(join(home, 'models.json'), JSON.stringify({ models: [scriptedModel] }));
  await writeFile(join(home, 'config.toml'), toml(modelUrl, home, settings));
  const { PATH, SystemRoot, TEMP } = process.env;
  return {
    folder,
    env: { PATH, SystemRoot, TEMP, HOME: home, CODEX_HOME: home, CODEX_ROLLOUT_TRACE_ROOT: traces, MODEL_KEY: 'none' },
    switches: (settings.features ?? codeMode).flatMap(feature => ['--enable', feature]),
    bundles: async () => (await readdir(traces)).sort().map(name => join(traces, name)),
    dispose: () => rm(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function toml(modelUrl: string, home: string, settings: Settings): string {
  return [
    'model = "scripted"',
    'model_provider = "scripted"',
    `model_catalog_json = ${JSON.stringify(join(home, 'models.json'))}`,
    `model_instructions_file = ${JSON.stringify(join(home, 'instructions.md'))}`,
    'approval_policy = "never"',
    'sandbox_mode = "danger-full-access"',
    'check_for_update_on_startup = false',
    '[analytics]',
    'enabled = false',
    '[model_providers.scripted]',
    `name = ${JSON.stringify(settings.provider ?? 'scripted')}`,
    `base_url = ${JSON.stringify(modelUrl)}`,
    'wire_api = "responses"',
    'env_key = "MODEL_KEY"',
    'request_max_retries = 0',
    `stream_max_retries = ${settings.retries ?? 0}`,
    settings.more ?? '',
    '',
  ].join('\n');
}

/** What the reference wants to know of a model; with an unknown one it would leave tools out. */
const scriptedModel = {
  slug: 'scripted',
  display_name: 'Scripted',
  default_reasoning_level: 'low',
  supported_reasoning_levels: [{ effort: 'low', description: 'low' }],
  shell_type: 'unified_exec',
  visibility: 'list',
  supported_in_api: true,
  priority: 1,
  base_instructions: 'A scripted model.',
  supports_reasoning_summaries: true,
  support_verbosity: false,
  apply_patch_tool_type: 'freeform',
  truncation_policy: { mode: 'tokens', limit: 10_000 },
  supports_parallel_tool_calls: true,
  context_window: 272_000,
  experimental_supported_tools: [],
  input_modalities: ['text', 'image'],
};
