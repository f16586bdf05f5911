/**
 * The least that a reducer written for Node does, and no reducing: brings kept code to life, reads and parses every JSON
 * text of a bundle, writes as many bytes as its state has: `node bareOnce.js SCRIPT BUNDLE STATE`.
 */

import { openScript } from '../../../runtime/cli/keptScript.ts';

const { readdirSync, readFileSync, renameSync, statSync, writeFileSync } = process.getBuiltinModule('node:fs');
const [script = '', bundle = '.', state = 'state.json'] = process.argv.slice(2);
openScript(script, 'reduce');
const events: unknown[] = [];
for (const line of readFileSync(`${bundle}/trace.jsonl`, 'utf8').split('\n')) if (line) events.push(JSON.parse(line));
for (const file of readdirSync(`${bundle}/payloads`)) JSON.parse(readFileSync(`${bundle}/payloads/${file}`, 'utf8'));
const { size } = statSync(state);
writeFileSync(`${state}.bare`, JSON.stringify(events).padEnd(size).slice(0, size));
renameSync(`${state}.bare`, `${state}.least`);
process.exit(0);
