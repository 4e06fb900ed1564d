import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Bench } from '../bench.ts';
import { callsOf, openTrial, type Trial } from './trial.ts';

const WAIT = { timeout: 60_000, interval: 20 };

/** Of a tool server. */
export type Address = { url: string; token: string };

export const addressOf = ({ server, token }: Trial): Address => ({ url: server.url, token });

export async function connect(transport: Transport): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return client;
}

export async function call(client: Client, name: string, args: Record<string, unknown>, timeout = 60_000) {
  const { content, isError } = await client.callTool({ name, arguments: args }, undefined, { timeout });
  expect(content).toEqual([{ type: 'text', text: expect.any(String) }]);
  return { text: (content as { text: string }[])[0]!.text, isError };
}

/** What a real client sees of a toolbox, by whatever transport. */
export function mcpCases(bench: Bench, transportTo: (address: Address) => Transport): void {
  let trial: Trial;
  let client: Client;
  beforeAll(async () => {
    trial = await openTrial(bench);
    client = await connect(transportTo(addressOf(trial)));
  });
  afterAll(async () => {
    await client?.close();
    await trial?.[Symbol.asyncDispose]();
  });

  it('lists the tools with their own schemas', async () => {
    expect((await client.listTools()).tools).toEqual(trial.toolbox.tools);
  });

  it('calls tools, and answers as the toolbox does', async () => {
    const content = 'é漢 "\\ \u0007\n';
    expect(await call(client, 'write_file', { path: 'new/file', content })).toMatchObject({ isError: false });
    const failed = { text: `${content}[exit code 3]`, isError: true };
    expect(await call(client, 'bash', { command: 'cat new/file; exit 3' })).toEqual(failed);
    expect(await call(client, 'run_tests', {})).toMatchObject({ isError: false });
    for (const args of [{ wrong: 1 }, { command: 'echo $((6 * 7))' }]) {
      expect(await call(client, 'bash', args)).toEqual(await trial.toolbox.call('bash', args));
    }
  });

  it('takes a file of 5 MB', async () => {
    const content = 'line\n'.repeat(1_000_000);
    expect(await call(client, 'write_file', { path: 'big', content })).toMatchObject({ isError: false });
    expect(await call(client, 'bash', { command: 'wc -c < big' })).toMatchObject({ text: '5000000' });
  });

  it('refuses an unknown tool, without a call', async () => {
    const before = trial.events.length;
    await expect(client.callTool({ name: 'no_such', arguments: {} })).rejects.toThrow(
      'no tool no_such; there are bash',
    );
    expect(trial.events).toHaveLength(before);
  });

  it('does calls one after another, however many come at once', async () => {
    await call(client, 'bash', { command: 'echo 0 > count' });
    const command = 'n=$(cat count); sleep 0.01; echo $((n + 1)) > count; cat count';
    const answers = await Promise.all(Array.from({ length: 40 }, () => call(client, 'bash', { command })));
    const counts = answers.map(({ text }) => Number(text));
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });

  it('records the call of a client that gave up', async () => {
    await expect(call(client, 'bash', { command: 'sleep 1; echo done' }, 200)).rejects.toThrow('timed out');
    await vi.waitUntil(() => callsOf(trial).at(-1)?.text === 'done', WAIT);
    expect(await call(client, 'bash', { command: 'echo on' })).toEqual({ text: 'on', isError: false });
    expect(trial.failures).toEqual([]);
  });

  it('ends at the limit, and says so to the model', async () => {
    await using limited = await openTrial(bench, { turns: 2 });
    const other = await connect(transportTo(addressOf(limited)));
    const stopped = { text: 'STOPPED the limit of 2 turns is reached', isError: true };
    expect(await call(other, 'bash', { command: 'true' })).toMatchObject({ isError: false });
    expect(await call(other, 'bash', { command: 'true' })).toMatchObject({ isError: false });
    for (const tool of ['bash', 'submit']) expect(await call(other, tool, {})).toEqual(stopped);
    expect(await other.listTools()).toMatchObject({ tools: { length: 8 } });
    await other.close();
    expect([limited.told, limited.failures]).toEqual([['turns'], []]);
  });

  it('ends with submit', async () => {
    await using ended = await openTrial(bench);
    const other = await connect(transportTo(addressOf(ended)));
    expect(await call(other, 'submit', {})).toEqual({ text: 'submitted', isError: false });
    expect(await call(other, 'bash', { command: 'true' })).toEqual({
      text: 'STOPPED the work is submitted',
      isError: true,
    });
    await other.close();
    expect(ended.told).toEqual(['submit']);
  });

  it('says that the harness failed, and what it was to the harness alone', async () => {
    await using broken = await openTrial(bench);
    const other = await connect(transportTo(addressOf(broken)));
    await broken.sandbox.kill();
    const said = await call(other, 'bash', { command: 'true' });
    expect(said).toEqual({ text: expect.stringMatching(/^HARNESS_FAILED /), isError: true });
    expect(broken.failures).toHaveLength(1);
    await other.close();
  });

  it("does not open with another trial's token", async () => {
    await using other = await openTrial(bench);
    await expect(connect(transportTo({ url: other.server.url, token: trial.token }))).rejects.toThrow();
    expect(other.events).toEqual([]);
  });
}
