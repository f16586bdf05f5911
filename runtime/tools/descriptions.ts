/**
 * What a model is told about `exec` and `wait`: enough to write a cell that works the first time.
 *
 * Invariant: every sentence is true of the runtime (code-mode §2-§5); the tools' part comes from their definitions.
 */

import type { ToolDefinition } from '../base/tool.ts';
import { declareTools } from './declarations.ts';

const cell = `Runs a JavaScript program (a cell) and returns what it puts out.

The input is plain JavaScript source: no JSON, no quotes around it, no Markdown fence. It runs as an ES module with top-level await, in a fresh V8 isolate without Node, files, network, console or imports. All it can reach are the functions below.

The first line may set limits: // @exec: {"yield_time_ms": 10000, "max_output_tokens": 1000}
After yield_time_ms the answer comes with what there is, the cell runs on, and wait collects the rest. Output over max_output_tokens is cut in the middle.

What goes in and out:
- text(value) adds text to the output; objects are written as JSON.
- image(dataUrl, detail?), audio(dataUrl) add media; content(block) passes on a block of an MCP result, generatedImage(result) an image generation result.
- store(key, value) and load(key) keep JSON values for later cells of this session. They last when the cell completes.
- notify(value) sends text at once, while the cell runs.
- yield_control() hands over the output so far and goes on running.
- exit() ends the cell as a success.
- setTimeout(fn, ms) and clearTimeout(id); a pending timer does not keep the cell alive.
- as_settled(promises) gives { index, status, value | reason } in the order of settling, for "for await"; stream_settled(promises, fn) calls fn with each.

Tools are called as tools.name(input) and return promises. A tool that fails rejects with a string. Independent calls belong together in Promise.all. Calls still open when the program ends are cancelled, so await what matters. ALL_TOOLS lists { name, description }.`;

/** For the `exec` tool. With no definitions the part about tools is left out. */
export function describeExec(definitions: readonly ToolDefinition[]): string {
  if (definitions.length === 0) return cell;
  return `${cell}\n\n\`\`\`ts\n${declareTools(definitions)}\`\`\``;
}

/** For the `wait` tool. */
export function describeWait(): string {
  return `Collects more from a cell that yielded, by the cell id its last answer named.

Answers with what the cell has put out since then: when it ends, when it yields, or after yield_time_ms (default 10000), whichever is first. The result of a cell that ended meanwhile is kept until one wait has collected it; after that its id is not known. max_tokens bounds the output of this answer. With terminate: true the cell is stopped instead, its open tool calls are cancelled, and what it had put out is returned.`;
}
