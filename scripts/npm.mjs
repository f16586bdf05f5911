/**
 * Runs npm, whichever way it can be reached: by its own script file when npm started us, by name otherwise.
 *
 * Install scripts stay off here too, so a folder without our `.npmrc` is treated alike. npm's output is kept back and
 * becomes part of the error, because on a good day nobody wants to read it. Runs under Node 20, depends on nothing.
 */
import { spawn } from 'node:child_process';

/**
 * @param {string[]} args
 * @param {string} folder where npm runs
 * @returns {Promise<void>} rejects with npm's own words
 */
export function npm(args, folder) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const script = process.env.npm_execpath ?? '';
  const own = script.endsWith('npm-cli.js');
  const node = process.env.npm_node_execpath ?? process.execPath;
  const [command, before] = own ? [node, [script]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...before, ...args, ...quiet], {
      cwd: folder,
      env: withoutLifecycle(process.env),
      // `npm` is a batch file on Windows, which only a shell can start; our arguments hold no blanks.
      shell: !own && process.platform === 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text;
      });
    }
    child.on('error', error => reject(new Error(`npm could not be started (${error.message}); is it installed?`)));
    child.on('close', code => {
      if (code === 0) resolve();
      else reject(new Error(`\`npm ${args.join(' ')}\` in ${folder} ended with code ${code}:\n${output.trim()}`));
    });
  });
}

/**
 * What npm tells the scripts it runs would mislead a second npm about which project it works for.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutLifecycle(env) {
  const misleading =
    /^(npm_(package|lifecycle)_|npm_config_(local_prefix|global_prefix|prefix|omit|include)$|INIT_CWD$|NODE_ENV$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.test(name)));
}
