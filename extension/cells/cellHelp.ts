/**
 * Completion and hover in cell files for what only a cell has: its tools, the fields of their inputs, its functions. The
 * rest comes from the editor's JavaScript.
 */

import * as vscode from 'vscode';
import { type InputField, inputFields } from '../../runtime/authoring/inputFields.ts';
import type { ToolDefinition } from '../../runtime/base/tool.ts';
import { cellFilePattern } from '../ids.ts';
import { type CellWord, globalWords, toolWords, wantedAfter, wordAt } from './cellWords.ts';

const kinds: Readonly<Record<CellWord['kind'], vscode.CompletionItemKind>> = {
  tool: vscode.CompletionItemKind.Method,
  function: vscode.CompletionItemKind.Function,
  value: vscode.CompletionItemKind.Constant,
};

/** `definitions` is asked when help is wanted for the first time. */
export function registerCellHelp(definitions: () => readonly ToolDefinition[]): vscode.Disposable {
  let tools: readonly CellWord[] | undefined;
  const known = () => {
    tools ??= toolWords(definitions());
    return tools;
  };
  const fieldsAt = (document: vscode.TextDocument, position: vscode.Position) => {
    const text = document.getText();
    const at = document.offsetAt(position);
    return inputFields(text.slice(0, at), text.slice(at), definitions()).map(fieldItem);
  };
  const selector = { pattern: cellFilePattern };
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems(document, position) {
          const fields = fieldsAt(document, position);
          if (fields.length > 0) return fields;
          const wanted = wantedAfter(textBefore(document, position));
          if (wanted === null) return undefined;
          return (wanted === 'tool' ? known() : globalWords()).map(itemOf);
        },
      },
      '.',
      '{',
      ',',
    ),
    vscode.languages.registerHoverProvider(selector, {
      provideHover(document, position) {
        const word = wordAt(document.getText(), document.offsetAt(position), known());
        return word && new vscode.Hover(helpOf(word));
      },
    }),
  );
}

function textBefore(document: vscode.TextDocument, position: vscode.Position): string {
  return document.getText(new vscode.Range(new vscode.Position(0, 0), position));
}

function itemOf(word: CellWord): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label: word.name, description: 'Cellscope' }, kinds[word.kind]);
  item.documentation = helpOf(word);
  // Before the names that happen to stand in the file.
  item.sortText = `0${word.name}`;
  return item;
}

function fieldItem({ name, required, type, about, value }: InputField, index: number): vscode.CompletionItem {
  const item = new vscode.CompletionItem({ label: name, description: 'Cellscope' }, vscode.CompletionItemKind.Field);
  item.detail = `${name}${required ? '' : '?'}: ${type}`;
  item.documentation = new vscode.MarkdownString().appendText(about);
  item.sortText = `0${String(index).padStart(3, '0')}`;
  item.insertText = new vscode.SnippetString(`${name}: `);
  if ('among' in value) item.insertText.appendChoice([...value.among]);
  else item.insertText.value += value.text;
  return item;
}

function helpOf(word: CellWord): vscode.MarkdownString {
  const help = new vscode.MarkdownString();
  help.appendCodeblock(word.signature, 'typescript');
  // What a tool says of itself is text, whoever wrote it.
  help.appendText(word.about);
  return help;
}
