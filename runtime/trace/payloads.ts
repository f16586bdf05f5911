/**
 * What stands in the payload files that somebody interprets (trace-fields §6.1), as our recorder writes them.
 *
 * Readers of foreign bundles must not cast to these: releases differ, and a payload may be anything. They are what a
 * writer has to produce so that every reader understands it. Payloads that are only indexed have no shape here.
 */

import type { CallId, CellId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import type { Intervention } from '../base/observer.ts';

/** One piece of a message or of a tool's output, in the words of the Responses API. */
export type InputPart =
  | { readonly type: 'input_text'; readonly text: string }
  | { readonly type: 'input_image'; readonly image_url: string; readonly detail: string }
  | { readonly type: 'input_audio'; readonly audio_url: string };

/** An item of a conversation as a recorder of cells makes it: calls and their outputs. */
export type ResponseItem =
  | {
      readonly type: 'custom_tool_call';
      readonly id: string;
      readonly call_id: CallId;
      readonly name: string;
      readonly input: string;
    }
  | {
      readonly type: 'function_call';
      readonly id: string;
      readonly name: string;
      readonly arguments: string;
      readonly call_id: CallId;
    }
  | {
      readonly type: 'custom_tool_call_output' | 'function_call_output';
      readonly id: string;
      readonly call_id: CallId;
      readonly output: string | readonly InputPart[];
    };

export interface SessionMetadata {
  readonly thread_id: string;
  readonly agent_path: string;
  readonly task_name: string | null;
  readonly nickname: string | null;
  readonly agent_role: string | null;
  readonly session_source: string;
  readonly session_id: string;
  readonly cwd?: string;
  readonly model: string;
  readonly provider_name: string;
}

export interface InferenceRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly input: readonly ResponseItem[];
}

export interface InferenceResponse {
  readonly response_id: string;
  readonly upstream_request_id: null;
  /** Null where nobody counted: a person spends no tokens. */
  readonly token_usage: null;
  readonly output_items: readonly ResponseItem[];
}

export interface ToolInvocation {
  readonly tool_name: string;
  readonly tool_namespace: string | null;
  /** `arguments` is JSON as text, `input` is raw. */
  readonly payload:
    | { readonly type: 'function'; readonly arguments: string }
    | { readonly type: 'custom'; readonly input: string };
}

export type ToolResult =
  | { readonly type: 'direct_response'; readonly response_item: Omit<ResponseItem, 'id'> }
  | { readonly type: 'code_mode_response'; readonly value: JsonValue }
  | { readonly type: 'error'; readonly error: string };

export interface HostDuration {
  readonly secs: number;
  readonly nanos: number;
}
interface CellAnswer {
  readonly cell_id: CellId;
  readonly content_items: readonly InputPart[];
  readonly code_mode_host_duration: HostDuration;
}
/** The payload of `code_cell_initial_response` and `code_cell_ended`. */
export interface CellResponsePayload {
  readonly response:
    | { readonly Yielded: CellAnswer }
    | { readonly Terminated: CellAnswer }
    | {
        readonly Result: CellAnswer & {
          readonly error_text: string | null;
          readonly result_buffered_for?: HostDuration;
        };
      };
}

interface Process {
  readonly call_id: string;
  readonly process_id: string;
  readonly turn_id: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly source: string;
}
export interface ProcessStarted extends Process {
  readonly started_at_ms: number;
}
export interface ProcessEnded extends Process {
  readonly completed_at_ms: number;
  readonly aggregated_output: string;
  readonly exit_code: number;
  /** The signal that ended it, where one did; the reference has no such field and ignores it. */
  readonly signal?: string;
  readonly duration: HostDuration;
  readonly status: 'completed' | 'failed';
}

/**
 * Event types of our own under `protocol_event_observed`, for what the format has no event for.
 * The reference only indexes such payloads.
 */
export const ownProtocolEvents = {
  terminationAsked: 'cellscope_termination_asked',
  intervened: 'cellscope_debug_intervention',
  processSurvived: 'cellscope_process_survived',
  processStarted: 'cellscope_process_started',
  processEnded: 'cellscope_process_ended',
} as const;

/** What our own events carry; the log adds the thread. Cells are named as the format names them: by thread and runtime id. */
export type OwnProtocolEvent =
  | { readonly type: typeof ownProtocolEvents.terminationAsked; readonly runtime_cell_id: CellId }
  | {
      readonly type: typeof ownProtocolEvents.intervened;
      readonly runtime_cell_id: CellId;
      readonly intervention: Intervention;
    }
  | {
      readonly type: typeof ownProtocolEvents.processSurvived;
      readonly runtime_cell_id: CellId;
      readonly tool_call_id: string;
      readonly process_id: string;
      readonly pids: readonly number[];
    }
  /** A second process under one call; the first is a terminal operation of the format. */
  | {
      readonly type: typeof ownProtocolEvents.processStarted;
      readonly runtime_cell_id: CellId;
      readonly tool_call_id: string;
      readonly process: ProcessStarted;
    }
  | {
      readonly type: typeof ownProtocolEvents.processEnded;
      readonly runtime_cell_id: CellId;
      readonly tool_call_id: string;
      readonly process: ProcessEnded;
    };

/** Which value goes under which kind of payload. */
export interface PayloadValues {
  session_metadata: SessionMetadata;
  inference_request: InferenceRequest;
  inference_response: InferenceResponse;
  tool_invocation: ToolInvocation;
  tool_result: ToolResult | CellResponsePayload;
  tool_runtime_event: ProcessStarted | ProcessEnded;
  protocol_event: OwnProtocolEvent & { readonly thread_id: string };
}
