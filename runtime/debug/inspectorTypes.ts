/**
 * The part of V8's inspector protocol that the debugger uses. Lines and columns count from 0.
 *
 * Leaves out everything nobody here reads.
 */

export interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

/** A breakpoint that V8 has taken, and where it has found a place for it so far. */
export interface SetAt {
  readonly breakpointId: string;
  readonly locations: readonly Location[];
}

export interface RemoteObject {
  readonly type: string;
  readonly subtype?: string;
  readonly className?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly description?: string;
  readonly objectId?: string;
}

export interface InspectedScope {
  readonly type: 'global' | 'local' | 'with' | 'closure' | 'catch' | 'block' | 'script' | 'eval' | 'module';
  readonly object: RemoteObject;
  readonly name?: string;
}

export interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly location: Location;
  readonly scopeChain: readonly InspectedScope[];
  readonly this: RemoteObject;
  readonly returnValue?: RemoteObject;
}

export interface Paused {
  readonly callFrames: readonly CallFrame[];
  readonly reason: string;
  readonly data?: Record<string, unknown>;
  readonly hitBreakpoints?: readonly string[];
}

export interface ScriptParsed {
  readonly scriptId: string;
  readonly url: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
}

export interface PropertyDescriptor {
  readonly name: string;
  readonly value?: RemoteObject;
  readonly get?: RemoteObject;
  readonly enumerable: boolean;
  readonly isOwn?: boolean;
  readonly symbol?: RemoteObject;
}

export interface Properties {
  readonly result: readonly PropertyDescriptor[];
  readonly internalProperties?: readonly { readonly name: string; readonly value?: RemoteObject }[];
  readonly privateProperties?: readonly PropertyDescriptor[];
}

/** How often parts of a script have run; offsets are those of its whole text. */
export interface ScriptCoverage {
  readonly scriptId: string;
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    /** The function itself first, then parts of it that have run more or less often. */
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
  }[];
}

export interface ExceptionDetails {
  readonly text: string;
  readonly exception?: RemoteObject;
}

export interface Evaluated {
  readonly result: RemoteObject;
  readonly exceptionDetails?: ExceptionDetails;
}

/** Result of each command that is used, by its name. */
export interface Results {
  'Debugger.enable': unknown;
  'Debugger.setBlackboxPatterns': unknown;
  'Debugger.setPauseOnExceptions': unknown;
  'Debugger.setBreakpointByUrl': SetAt;
  'Debugger.setBreakpoint': { readonly breakpointId: string; readonly actualLocation: Location };
  'Debugger.removeBreakpoint': unknown;
  'Debugger.getPossibleBreakpoints': { readonly locations: readonly Location[] };
  'Debugger.evaluateOnCallFrame': Evaluated;
  'Debugger.setVariableValue': unknown;
  'Debugger.pause': unknown;
  'Debugger.resume': unknown;
  'Debugger.stepOver': unknown;
  'Debugger.stepInto': unknown;
  'Debugger.stepOut': unknown;
  'HeapProfiler.takeHeapSnapshot': unknown;
  'HeapProfiler.getObjectByHeapObjectId': { readonly result: RemoteObject };
  'Profiler.enable': unknown;
  'Profiler.startPreciseCoverage': unknown;
  'Profiler.takePreciseCoverage': { readonly result: readonly ScriptCoverage[] };
  'Runtime.enable': unknown;
  'Runtime.disable': unknown;
  'Runtime.getIsolateId': unknown;
  'Runtime.getHeapUsage': { readonly usedSize: number };
  'Runtime.evaluate': Evaluated;
  'Runtime.callFunctionOn': Evaluated;
  'Runtime.getProperties': Properties;
  'Runtime.releaseObjectGroup': unknown;
}
export type Method = keyof Results;
