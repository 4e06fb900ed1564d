import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { createToolListener, type ToolServerOptions } from './routes.ts';

export type ToolServer = AsyncDisposable & {
  /** On loopback, without a path. */
  url: string;
  /** Talks HTTP with whoever is at the other end of a stream, as an endpoint of a sandbox hands it over. */
  serve(connection: Duplex): void;
};

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
export async function openToolServer(options: ToolServerOptions): Promise<ToolServer> {
  // An agent may think for long between two calls: a connection that is closed just when it is used again loses one.
  const server = createServer({ keepAliveTimeout: 0 }, createToolListener(options));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (connection) => server.emit('connection', connection),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
