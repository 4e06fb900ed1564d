import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { createMeter } from '../dist/budget/meter.js';
import { createToolbox } from '../dist/tools/metered-toolbox.js';
import { openToolServer } from '../dist/tools/wire/server.js';
import { figure } from './figure.mjs';
import { interleave, median, quantile, timed } from './stats.mjs';

const CALLS = 20;
const ROUNDS = 50;
const LIMITS = { turns: 1_000_000, minutes: 60, toolTimeoutSeconds: 60 };
const AIM_MS = 3;
/** What a command of an agent may well say. */
const SAID = Buffer.from('a line of the output of a test run\n'.repeat(100));

/** What a tool call costs more over HTTP and MCP than a call of the toolbox, which does next to nothing here. */
export async function measureToolApi() {
  const toolbox = openToolbox();
  const token = randomBytes(16).toString('hex');
  const task = { instruction: 'none', limits: '' };
  const failed = (error) => {
    throw error;
  };
  const server = await openToolServer({ toolbox, token, task, onFailure: failed });
  const headers = { authorization: `Bearer ${token}` };
  const agent = new Agent({ keepAlive: true });
  const overHttp = new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } });
  const overStdio = new StdioClientTransport({
    command: process.execPath,
    args: [new URL('../dist/cli/main.js', import.meta.url).pathname, 'mcp'],
    env: { ...process.env, GYMKHANA_TOOLS_URL: server.url, GYMKHANA_TOOLS_TOKEN: token },
  });
  const clients = [];
  try {
    for (const transport of [overHttp, overStdio]) {
      const client = new Client({ name: 'bench', version: '1' });
      await client.connect(transport);
      clients.push(client);
    }
    const [http, stdio] = clients;
    const args = { command: 'true' };
    const ms = await interleave(
      {
        toolbox: () => several(() => toolbox.call('bash', args)),
        http: () => several(() => post(`${server.url}/v1/tools/bash`, { headers, agent }, args)),
        mcp: () => several(() => http.callTool({ name: 'bash', arguments: args })),
        stdio: () => several(() => stdio.callTool({ name: 'bash', arguments: args })),
      },
      { warmUp: 3, rounds: ROUNDS, seconds: 60 },
    );
    const direct = ms.toolbox.flat();
    return [
      describe('HTTP', ms.http.flat(), direct),
      describe('MCP, streamable HTTP', ms.mcp.flat(), direct),
      describe('MCP, stdio', ms.stdio.flat(), direct),
    ];
  } finally {
    for (const client of clients) await client.close();
    agent.destroy();
    await server[Symbol.asyncDispose]();
  }
}

function openToolbox() {
  const result = { exitCode: 0, stdout: SAID, stderr: Buffer.alloc(0), omitted: { stdout: 0, stderr: 0 } };
  return createToolbox({
    shell: { run: async () => ({ ...result, timedOut: false, lost: false }) },
    devTests: { command: 'true' },
    meter: createMeter(LIMITS),
    limits: LIMITS,
    recorder: { record() {} },
    onStop() {},
    onSubmit() {},
    signal: new AbortController().signal,
  });
}

async function post(url, options, args) {
  const answer = await new Promise((resolve, reject) => {
    const outgoing = request(url, { ...options, method: 'POST' });
    outgoing.once('response', resolve).once('error', reject).end(JSON.stringify(args));
  });
  const result = JSON.parse(await text(answer));
  if (answer.statusCode !== 200 || result.isError) throw new Error(`a call ended with ${JSON.stringify(result)}`);
}

async function several(call) {
  const ms = [];
  for (let n = 0; n < CALLS; n += 1) ms.push(await timed(call));
  return ms;
}

function describe(way, ms, direct) {
  const overhead = (share) => quantile(ms, share) - quantile(direct, share);
  const detail = `p99 ${overhead(0.99).toFixed(2)} ms more; ${median(direct).toFixed(3)} ms without, ${ms.length} calls`;
  return figure({ name: `a tool call over ${way}`, value: overhead(0.5), sign: '≤', aim: AIM_MS, unit: 'ms', detail });
}
