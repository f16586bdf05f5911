/**
 * Results of MCP tools: how they are recognised, and the types of their blocks, declared once (code-mode §6).
 */

import { isRecord } from '../base/json.ts';
import type { ToolDefinition } from '../base/tool.ts';

/** The schema of `structuredContent` when the tool answers as MCP tools do, with `unknown` for one it does not tell. */
export function mcpContent(definition: ToolDefinition): { readonly schema: unknown } | undefined {
  const { name, namespace, outputSchema } = definition;
  const properties = outputSchema?.properties;
  if (
    isRecord(properties) &&
    isRecord(properties.content) &&
    ('structuredContent' in properties || 'isError' in properties)
  ) {
    return { schema: properties.structuredContent };
  }
  return /^mcp__/.test(namespace ?? name) ? { schema: outputSchema } : undefined;
}

export const mcpTypes = `type ContentAnnotations = { audience?: ("user" | "assistant")[]; priority?: number; lastModified?: string };
type TextContent = { type: "text"; text: string; annotations?: ContentAnnotations };
type ImageContent = { type: "image"; data: string; mimeType: string; annotations?: ContentAnnotations };
type AudioContent = { type: "audio"; data: string; mimeType: string; annotations?: ContentAnnotations };
type ResourceLink = { type: "resource_link"; uri: string; name: string; title?: string; description?: string; mimeType?: string; size?: number };
type EmbeddedResource = { type: "resource"; resource: { uri: string; mimeType?: string; text?: string; blob?: string } };
type ContentBlock = TextContent | ImageContent | AudioContent | ResourceLink | EmbeddedResource;
type CallToolResult<T = unknown> = {
  content: ContentBlock[];
  structuredContent?: T;
  isError?: boolean;
  _meta?: { [key: string]: unknown };
};
`;
