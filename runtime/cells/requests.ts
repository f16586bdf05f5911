/**
 * What callers hand in, checked: hosts written in JavaScript have no types to hold them (programs, Library and serve).
 *
 * Invariants: a missing or wrong field is a `FieldError` that names it, unknown fields are ignored, `null` is absence.
 * Leaves out what the fields mean.
 */

import { asId, type CallId, type CellId } from '../base/ids.ts';
import { isRecord } from '../base/json.ts';
import { Params, present } from '../base/params.ts';
import type { ToolDefinition } from '../base/tool.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { ExecRequest, SessionDefaults, StepRequest, WaitRequest } from './session.ts';

const views = ['items', 'output', 'both'] as const;

/** What a list of tools was read as: hosts give the same one with every cell, and a process learns each list once. */
const readLists = new WeakMap<object, { given: readonly unknown[]; tools: readonly ToolDefinition[] }>();

/** A request whose ids are known to be text. */
type Read<Request> = Omit<Request, 'cellId' | 'callId'> & { readonly callId?: CallId };

export function readExec(request: unknown): Read<ExecRequest> {
  const params = new Params(request);
  return present({
    source: params.text('source'),
    callId: callId(params),
    tools: readTools(params, request),
    yieldTimeMs: params.optionalCount('yieldTimeMs'),
    maxOutputTokens: params.optionalCount('maxOutputTokens'),
    pausable: params.optionalFlag('pausable'),
    view: params.optionalChoice('view', views),
  });
}

export function readWait(request: unknown): Read<WaitRequest> & { readonly cellId: CellId } {
  const params = new Params(request);
  return present({
    cellId: asId<CellId>(params.text('cellId')),
    callId: callId(params),
    yieldTimeMs: params.optionalCount('yieldTimeMs'),
    maxTokens: params.optionalCount('maxTokens'),
    terminate: params.optionalFlag('terminate'),
    view: params.optionalChoice('view', views),
  });
}

export function readStep(request: unknown): Read<StepRequest> & { readonly cellId: CellId } {
  const params = new Params(request);
  return present({
    cellId: asId<CellId>(params.text('cellId')),
    view: params.optionalChoice('view', views),
  });
}

/** Those of a session's options that are data; throws what is wrong with any of them. */
export function readSessionOptions(options: unknown): { limits: Partial<Limits>; defaults: SessionDefaults } {
  const params = new Params(options);
  params.function('onToolCall');
  for (const name of ['onNotify', 'onCellClosed', 'onClosed', 'onWarning']) params.optionalFunction(name);
  params.optionalTools('tools');
  params.optionalObject('record')?.folder('dir');
  params.optionalFlag('remoteImages');
  const defaults = params.optionalObject('defaults');
  return {
    limits: readLimits(params),
    defaults: present({
      yieldTimeMs: defaults?.optionalCount('yieldTimeMs'),
      maxOutputTokens: defaults?.optionalCount('maxOutputTokens'),
    }),
  };
}

/** Throws what is wrong with the options of a runtime. */
export function readRuntimeOptions(options: unknown): { limits: Partial<Limits> } {
  const params = new Params(options);
  for (const name of ['nodePath', 'childPath']) params.optionalText(name);
  params.optionalFunction('onLog');
  return { limits: readLimits(params) };
}

function readLimits(params: Params): Partial<Limits> {
  const limits = params.optionalObject('limits');
  const names = Object.keys(defaultLimits) as (keyof Limits)[];
  return Object.fromEntries(
    names.map(name => [name, limits?.optionalCount(name)]).filter(([, value]) => value !== undefined),
  );
}

function readTools(params: Params, request: unknown): readonly ToolDefinition[] | undefined {
  const list = isRecord(request) ? request.tools : undefined;
  if (!Array.isArray(list)) return params.optionalTools('tools');
  const known = readLists.get(list);
  if (known?.given.length === list.length && known.given.every((tool, index) => tool === list[index]))
    return known.tools;
  const tools = params.optionalTools('tools') ?? [];
  readLists.set(list, { given: [...list], tools });
  return tools;
}

function callId(params: Params): CallId | undefined {
  const text = params.optionalText('callId');
  return text === undefined ? undefined : asId<CallId>(text);
}
