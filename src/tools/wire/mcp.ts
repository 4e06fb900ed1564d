import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import type { Toolbox } from '../toolbox.ts';
import { callFor } from './call.ts';

/** For answers to a server's questions. This one asks none; making the usual validator takes longer than a call. */
const NO_VALIDATOR: jsonSchemaValidator = {
  getValidator() {
    throw new Error('nothing is asked of a client');
  },
};

/**
 * A toolbox as a Model Context Protocol server, to be connected to one transport. That the agent has to end is a result
 * with `isError` that begins with STOPPED, so that a model reads it; a tool that there is not is a protocol error.
 */
export function createMcpServer(toolbox: Toolbox, onFailure: (error: unknown) => void): Server {
  const options = { capabilities: { tools: {} }, jsonSchemaValidator: NO_VALIDATOR };
  const server = new Server({ name: 'gymkhana', version: '1' }, options);
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: toolbox.tools.map((tool) => ({ ...tool, inputSchema: { ...tool.inputSchema, type: 'object' as const } })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    const called = await callFor(toolbox, { name: params.name, args: params.arguments ?? {}, onFailure });
    if (called.ok) return { content: [{ type: 'text', text: called.result.text }], isError: called.result.isError };
    if (called.fault === 'UNKNOWN_TOOL') throw new McpError(ErrorCode.InvalidParams, called.message);
    return { content: [{ type: 'text', text: `${called.fault} ${called.message}` }], isError: true };
  });
  return server;
}

/** Answers one message of streamable HTTP. There are no sessions: all state is the toolbox's. */
export async function answerMcp(
  toolbox: Toolbox,
  { request, message, onFailure }: { request: Request; message: unknown; onFailure(error: unknown): void },
): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = createMcpServer(toolbox, onFailure);
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: message });
  } finally {
    await server.close();
  }
}
