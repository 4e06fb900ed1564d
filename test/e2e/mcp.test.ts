import { join } from 'node:path';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { execa } from 'execa';
import { describe, expect, inject, it } from 'vitest';
import { type Address, addressOf, call, connect, mcpCases } from '../contract/tool-server/mcp.cases.ts';
import { openTrial, useNamespace } from '../contract/tool-server/trial.ts';

const COMMAND = join(inject('packageFolder'), 'dist/cli/main.js');
const bench = useNamespace();

const environmentOf = ({ url, token }: Address) => ({ GYMKHANA_TOOLS_URL: url, GYMKHANA_TOOLS_TOKEN: token });

function overStdio(address: Address): Transport {
  const env = { ...(process.env as Record<string, string>), ...environmentOf(address) };
  return new StdioClientTransport({ command: process.execPath, args: [COMMAND, 'mcp'], env });
}

describe('the tool API over MCP, stdio', () => mcpCases(bench, overStdio));

describe('gymkhana mcp', () => {
  const bridge = (env: Record<string, string>) =>
    execa(process.execPath, [COMMAND, 'mcp'], { env: { NO_COLOR: '1', ...env }, input: '', reject: false });

  it('ends with its stdin', async () => {
    await using trial = await openTrial(bench);
    expect(await bridge(environmentOf(addressOf(trial)))).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['no address', {}, 2, 'USAGE GYMKHANA_TOOLS_URL is not set'],
    ['no token', { GYMKHANA_TOOLS_URL: 'http://127.0.0.1:1' }, 2, 'USAGE GYMKHANA_TOOLS_TOKEN is not set'],
    [
      'nobody there',
      environmentOf({ url: 'http://127.0.0.1:1', token: 'x' }),
      2,
      'TOOLS_UNREACHABLE http://127.0.0.1:1',
    ],
    ['no address at all', environmentOf({ url: 'here', token: 'x' }), 2, 'TOOLS_UNREACHABLE here Invalid URL'],
  ])('says what is wrong: %s', async (_, env, exitCode, said) => {
    const ended = await bridge(env);
    expect(ended).toMatchObject({ exitCode, stdout: '' });
    expect(ended.stderr).toContain(said);
    expect(ended.stderr.split('\n')).toHaveLength(1);
  });

  it('says that the token is of another trial', async () => {
    await using trial = await openTrial(bench);
    const { exitCode, stderr } = await bridge(environmentOf({ url: trial.server.url, token: 'wrong' }));
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^TOOLS_UNREACHABLE http:\S+ refuses: UNAUTHORIZED [^\n]*$/);
  });

  it('answers with an error when the trial is gone', async () => {
    const trial = await openTrial(bench);
    const client = await connect(overStdio(addressOf(trial)));
    await trial[Symbol.asyncDispose]();
    expect(await call(client, 'bash', { command: 'true' })).toMatchObject({ isError: true });
    await client.close();
  });
});
