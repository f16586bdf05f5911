import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  command,
  container,
  contextKey,
  customEditor,
  panel,
  setting,
  settingSection,
  view,
  walkthrough,
} from './ids.ts';

/** The manifest as far as ids stand in it. */
interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly walkthroughs: readonly { readonly id: string }[];
  };
}

const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const nlsText = readFileSync(new URL('../package.nls.json', import.meta.url), 'utf8');
const nls = JSON.parse(nlsText) as Record<string, string>;

const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

describe('ids and manifest agree', () => {
  test('every command is contributed, and every contributed command is known', () => {
    expect(sorted(contributes.commands.map(each => each.command))).toEqual(sorted(Object.values(command)));
  });

  test('every view stands in the one container or beside the debugger, and every contributed view is known', () => {
    expect(sorted(Object.values(contributes.viewsContainers).flatMap(list => list.map(each => each.id)))).toEqual([
      container,
    ]);
    expect(Object.keys(contributes.views)).toEqual([container, 'debug']);
    expect(sorted(Object.values(contributes.views).flatMap(list => list.map(each => each.id)))).toEqual(
      sorted(Object.values(view)),
    );
  });

  test('every setting is contributed, and every contributed setting is known', () => {
    expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(
      sorted(Object.values(setting).map(name => `${settingSection}.${name}`)),
    );
  });

  test('custom editors and walkthroughs are the known ones', () => {
    expect(contributes.customEditors.map(each => each.viewType)).toEqual(Object.values(customEditor));
    expect(contributes.walkthroughs.map(each => each.id)).toEqual([walkthrough]);
  });

  test('panels wake the extension when the window reloads', () => {
    expect(manifest.activationEvents).toEqual(
      expect.arrayContaining(Object.values(panel).map(type => `onWebviewPanel:${type}`)),
    );
  });

  test('menus and keys name contributed commands only', () => {
    const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(each => each.command);
    const known = new Set<string>(Object.values(command));
    expect(named.filter(each => !known.has(each))).toEqual([]);
  });

  test('when-clauses use known context keys, views and editors only', () => {
    const known = new Set<string>([
      ...Object.values(contextKey),
      ...Object.values(view),
      ...Object.values(customEditor),
      ...Object.values(panel),
      ...Object.values(command),
      ...Object.values(setting).map(name => `${settingSection}.${name}`),
      walkthrough,
      `${manifest.publisher}.${manifest.name}`,
    ]);
    const named = `${text}${nlsText}`.matchAll(/\bcellscope\.(?!svg\b)[A-Za-z]+/g);
    expect(sorted([...named].map(match => match[0])).filter(each => !known.has(each))).toEqual([]);
  });

  test('every context key is used by the manifest', () => {
    expect(Object.values(contextKey).filter(key => !text.includes(key))).toEqual([]);
  });

  test('settings that decide what runs, or where it writes, are restricted in untrusted workspaces', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      expect.arrayContaining([`${settingSection}.${setting.nodePath}`, `${settingSection}.${setting.rolloutRoot}`]),
    );
  });
});

describe('manifest texts', () => {
  test('every text key the manifest uses has a text, and every text is used', () => {
    const used = [...text.matchAll(/"%([^"%]+)%"/g)].map(match => match[1] ?? '');
    expect(sorted(used)).toEqual(sorted(Object.keys(nls)));
  });

  test('no text is empty', () => {
    expect(Object.entries(nls).filter(([, value]) => value.trim() === '')).toEqual([]);
  });
});
