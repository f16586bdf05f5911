/**
 * Takes what only a module may contain out of a cell's source, keeping every line and column.
 *
 * `export` becomes blanks (nobody imports a cell); `import(…)` becomes a call of a helper, because isolated-vm has no
 * hook for it. For the same reason what is given to `eval` and `Function` goes through a helper, which takes imports
 * out of it (`plainScript`); only there columns move, for what follows in the line.
 * V8 has accepted the source as a module before. The parser is loaded when first needed.
 */

import type { Node, parse as Parse } from 'acorn';

/** Names of what the source may call; the first has six characters. */
export interface HelperNames {
  readonly importer: string;
  readonly plain: string;
}

interface AnyNode extends Node {
  readonly name?: string;
  readonly callee?: AnyNode;
  readonly arguments?: readonly AnyNode[];
  readonly expression?: AnyNode | boolean;
  readonly expressions?: readonly AnyNode[];
  readonly declaration?: AnyNode | null;
  readonly id?: unknown;
  readonly source?: unknown;
}

interface Edit {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

let parse: typeof Parse | null = null;

/** Undefined for a source the parser does not understand. */
export async function plainModule(source: string, names: HelperNames): Promise<string | undefined> {
  parse ??= (await import('acorn')).parse;
  let program: Node;
  try {
    program = parse(source, { ecmaVersion: 'latest', sourceType: 'module', preserveParens: true });
  } catch {
    return undefined;
  }
  const edits: Edit[] = [];
  const blank = (at: number, end: number, start = '') => {
    const rest = source.slice(at + start.length, end).replace(/[^\r\n\u2028\u2029]/g, ' ');
    edits.push({ at, end, text: start + rest });
  };
  visit(program, node => {
    switch (node.type) {
      case 'ImportExpression':
        edits.push({ at: node.start, end: node.start + 6, text: names.importer });
        break;
      case 'ExportNamedDeclaration':
        if (node.declaration) blank(node.start, node.declaration.start);
        else blank(node.start, node.end, ';');
        break;
      case 'ExportDefaultDeclaration': {
        const declared = node.declaration;
        if (!declared) break;
        const named = /^(?:Function|Class)Declaration$/.test(declared.type) && declared.id;
        // An expression, or a nameless function or class, which is one here: `;0,` makes it a statement.
        blank(node.start, declared.start, named ? '' : ';0,');
        break;
      }
      case 'CallExpression':
      case 'NewExpression': {
        const code = codeArgument(node);
        if (code === undefined) break;
        edits.push(
          { at: code.start, end: code.start, text: `${names.plain}(` },
          { at: code.end, end: code.end, text: ')' },
        );
        break;
      }
    }
  });
  return edited(source, edits);
}

/** Characters of code for `eval` that are looked through: that happens where all cells of the process wait for it. */
const longestScript = 50_000;

/**
 * Makes imports in code for `eval` or `Function` reject as they do elsewhere. Needs a `plainModule` before it. Longer
 * code comes back as it was, and its imports reject with V8's own words.
 */
export function plainScript(source: string): string {
  if (parse === null || source.length > longestScript) return source;
  const edits: Edit[] = [];
  try {
    const program = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowSuperOutsideMethod: true,
    });
    visit(program, node => {
      if (node.type === 'ImportExpression') edits.push({ at: node.start, end: node.start + 6, text: rejecting });
    });
  } catch {
    return source;
  }
  return edited(source, edits);
}

/** Stands where `import` stood: in any scope, and begins like a name, so that no line before it joins it. */
const rejecting = `Object(s=>new Promise((_,no)=>{no('unsupported import in exec',\`\${s}\`)}))`;

/** What becomes code in `eval(x)`, `(0, eval)(x)`, `Function(…, x)` and `new Function(…, x)`. */
function codeArgument(call: AnyNode): AnyNode | undefined {
  let callee = call.callee;
  while (callee?.type === 'ParenthesizedExpression' || callee?.type === 'SequenceExpression') {
    callee = callee.expressions?.at(-1) ?? (isNode(callee.expression) ? callee.expression : undefined);
  }
  if (callee?.type !== 'Identifier') return undefined;
  if (callee.name === 'eval') return notSpread(call.arguments?.[0]);
  return callee.name === 'Function' ? notSpread(call.arguments?.at(-1)) : undefined;
}

function notSpread(node: AnyNode | undefined): AnyNode | undefined {
  return node?.type === 'SpreadElement' ? undefined : node;
}

function visit(root: AnyNode, look: (node: AnyNode) => void): void {
  const open: AnyNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    look(node);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) open.push(child);
    }
  }
}

/** Edits may enclose each other only as insertions do. */
function edited(source: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.at - b.at || a.end - b.end)) {
    text += source.slice(at, edit.at) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
