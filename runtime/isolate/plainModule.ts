/**
 * Takes what only a module may contain out of a cell's source, keeping every line and column.
 *
 * `export` becomes blanks (nobody imports a cell); `import(…)` becomes a call of a helper, because isolated-vm has no
 * hook for it. V8 has accepted the source as a module before. The parser is loaded when first needed.
 */

import type { Node } from 'acorn';

interface AnyNode extends Node {
  readonly declaration?: AnyNode | null;
  readonly id?: unknown;
  readonly source?: unknown;
}

/** `importer`: a name of six characters. A source the parser does not understand comes back as it was. */
export async function plainModule(source: string, importer: string): Promise<string> {
  const { parse } = await import('acorn');
  let program: Node;
  try {
    program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch {
    return source;
  }
  const edits: { at: number; end: number; text: string }[] = [];
  const blank = (at: number, end: number, start = '') => {
    const rest = source.slice(at + start.length, end).replace(/[^\r\n\u2028\u2029]/g, ' ');
    edits.push({ at, end, text: start + rest });
  };
  const visit = (node: AnyNode) => {
    switch (node.type) {
      case 'ImportExpression':
        edits.push({ at: node.start, end: node.start + 6, text: importer });
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
    }
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) visit(child);
      }
    }
  };
  visit(program);
  let text = source;
  for (const edit of edits.sort((a, b) => b.at - a.at))
    text = text.slice(0, edit.at) + edit.text + text.slice(edit.end);
  return text;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
