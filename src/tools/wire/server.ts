import { createServer } from 'node:http';
import { type LoopbackServer, listenOnLoopback } from '../../loopback/server.ts';
import { createToolListener, type ToolServerOptions } from './routes.ts';

/**
 * Serves the toolbox of one trial to agents of any language, over HTTP and the Model Context Protocol (docs/tool-api.md),
 * with `authorization: Bearer <token>`:
 *
 * - `GET /v1/task` → `{ instruction, limits, history?, workspace }`
 * - `GET /v1/tools` → `{ tools: [{ name, description, inputSchema }] }`, `GET /openapi.json` the same as OpenAPI 3.1
 * - `POST /v1/tools/<name>` with the arguments → `{ text, isError }`, as the toolbox says it
 * - `POST /mcp`: streamable HTTP, without sessions
 *
 * Everything else is `{ error: { code, message } }` with a status of shapes.ts: after the end of the rollout each call
 * gets 410 STOPPED. The server keeps no count of its own: what the toolbox does not admit is not done, and a call whose
 * client has left is run to its end and recorded. Disposing breaks off every connection; it aborts no call.
 */
export function openToolServer(options: ToolServerOptions): Promise<LoopbackServer> {
  // An agent may think for long between two calls: a connection that is closed just when it is used again loses one.
  return listenOnLoopback(createServer({ keepAliveTimeout: 0 }, createToolListener(options)));
}
