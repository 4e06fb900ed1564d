import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { describe } from 'vitest';
import { mcpCases } from './mcp.cases.ts';
import { useNamespace } from './trial.ts';

const bench = useNamespace();

describe('the tool API over MCP, streamable HTTP', () =>
  mcpCases(bench, ({ url, token }) => {
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    return new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }) as Transport;
  }));
