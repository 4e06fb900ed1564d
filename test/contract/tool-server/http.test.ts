import { request } from 'node:http';
import { connect } from 'node:net';
import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GymkhanaError } from '../../../src/errors.ts';
import { MAX_BODY_BYTES } from '../../../src/tools/wire/body.ts';
import { callsOf, openTrial, type Trial, useNamespace } from './trial.ts';

const bench = useNamespace();
const WAIT = { timeout: 60_000, interval: 20 };

type Answer = { status: number; body: unknown };

async function ask(
  { server, token }: Trial,
  path: string,
  { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Answer> {
  const answer = await fetch(server.url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...headers } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  return { status: answer.status, body: await answer.json() };
}

const post = (trial: Trial, tool: string, args: unknown) =>
  ask(trial, `/v1/tools/${tool}`, { method: 'POST', body: JSON.stringify(args) });
const bash = (trial: Trial, command: string) => post(trial, 'bash', { command });
const fault = (code: string) => ({ error: { code, message: expect.stringMatching(/./) } });

describe('the tool API over HTTP', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await openTrial(bench);
  });
  afterAll(() => trial?.[Symbol.asyncDispose]());

  it('says what is to be done and with what', async () => {
    const task = { instruction: 'Mend it.\n', limits: 'You have 2 tool calls.', workspace: '/workspace' };
    expect(await ask(trial, '/v1/task')).toEqual({ status: 200, body: task });
    expect(await ask(trial, '/v1/tools')).toEqual({ status: 200, body: { tools: trial.toolbox.tools } });
  });

  it('describes itself by a valid OpenAPI document, with the schemas of the tools', async () => {
    const { body } = await ask(trial, '/openapi.json');
    const document = body as { paths: Record<string, { post: { requestBody: { content: Record<string, unknown> } } }> };
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    for (const { name, inputSchema } of trial.toolbox.tools) {
      const { content } = document.paths[`/v1/tools/${name}`]!.post.requestBody;
      expect(content).toEqual({ 'application/json': { schema: inputSchema } });
    }
  });

  it('calls tools, and answers as the toolbox does', async () => {
    const content = 'é漢 "\\ \u0007\n';
    expect((await post(trial, 'write_file', { path: 'new/file', content })).body).toMatchObject({ isError: false });
    expect(await bash(trial, 'cat new/file; exit 3')).toEqual({
      status: 200,
      body: { text: `${content}[exit code 3]`, isError: true },
    });
    expect((await ask(trial, '/v1/tools/run_tests', { method: 'POST' })).body).toMatchObject({ isError: false });
    for (const [tool, args] of [
      ['bash', { wrong: 1 }],
      ['read_file', { path: 'none' }],
    ] as const) {
      expect(await post(trial, tool, args)).toEqual({ status: 200, body: await trial.toolbox.call(tool, args) });
    }
  });

  it('takes a file of 5 MB', async () => {
    const content = 'line\n'.repeat(1_000_000);
    expect(await post(trial, 'write_file', { path: 'big', content })).toMatchObject({ body: { isError: false } });
    expect(await bash(trial, 'wc -c < big')).toMatchObject({ body: { text: '5000000' } });
  });

  it('opens for its own token only', async () => {
    await using other = await openTrial(bench);
    const wrong = [
      '',
      `Bearer ${other.token}`,
      `Bearer ${trial.token}x`,
      'Bearer',
      `Basic ${trial.token}`,
      trial.token,
    ];
    const before = trial.events.length;
    for (const authorization of wrong) {
      for (const path of ['/v1/task', '/v1/tools', '/openapi.json', '/none']) {
        expect(await ask(trial, path, { headers: { authorization } })).toEqual({
          status: 401,
          body: fault('UNAUTHORIZED'),
        });
      }
      for (const path of ['/v1/tools/bash', '/mcp']) {
        const asked = { method: 'POST', body: '{"command":"true"}', headers: { authorization } };
        expect((await ask(trial, path, asked)).status).toBe(401);
      }
    }
    expect((await ask(other, '/v1/task')).status).toBe(200);
    expect([trial.events.length, other.events.length]).toEqual([before, 0]);
  });

  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const large = JSON.stringify({ command: 'x'.repeat(MAX_BODY_BYTES) });
  it.each<[string, string, RequestInit & { headers?: Record<string, string> }, number, string]>([
    ['no JSON', '/v1/tools/bash', { method: 'POST', body: '{"command":' }, 400, 'BAD_REQUEST'],
    ['no object', '/v1/tools/bash', { method: 'POST', body: '["true"]' }, 400, 'BAD_REQUEST'],
    ['JSON too deep', '/v1/tools/bash', { method: 'POST', body: `{"command":${deep}}` }, 400, 'BAD_REQUEST'],
    ['a batch for MCP', '/mcp', { method: 'POST', body: '[]' }, 400, 'BAD_REQUEST'],
    ['no JSON for MCP', '/mcp', { method: 'POST', body: '{' }, 400, 'BAD_REQUEST'],
    ['an unknown tool', '/v1/tools/no_such', { method: 'POST', body: '{}' }, 404, 'UNKNOWN_TOOL'],
    ['an inherited name', '/v1/tools/__proto__', { method: 'POST', body: '{}' }, 404, 'UNKNOWN_TOOL'],
    ['an unknown path', '/v2', {}, 404, 'NOT_FOUND'],
    ['GET of a tool', '/v1/tools/bash', {}, 405, 'METHOD_NOT_ALLOWED'],
    ['POST of the task', '/v1/task', { method: 'POST', body: '{}' }, 405, 'METHOD_NOT_ALLOWED'],
    ['a stream of the server', '/mcp', { headers: { accept: 'text/event-stream' } }, 405, 'METHOD_NOT_ALLOWED'],
    ['a body too large', '/v1/tools/bash', { method: 'POST', body: large }, 413, 'TOO_LARGE'],
  ])('refuses %s, without a call', async (_, path, init, status, code) => {
    const before = trial.events.length;
    expect(await ask(trial, path, init)).toEqual({ status, body: fault(code) });
    expect([trial.events.length, trial.failures]).toEqual([before, []]);
  });

  it('refuses a body too large that does not say so', async () => {
    const outgoing = request(`${trial.server.url}/v1/tools/bash`, {
      method: 'POST',
      headers: { authorization: `Bearer ${trial.token}`, 'transfer-encoding': 'chunked' },
    });
    // The server may hang up on what it has refused.
    outgoing.on('error', () => {});
    const answered = new Promise<[number | undefined, string]>((resolve) => {
      outgoing.once('response', async (answer) => resolve([answer.statusCode, await text(answer)]));
    });
    outgoing.end(large);
    const [status, said] = await answered;
    expect([status, JSON.parse(said)]).toEqual([413, fault('TOO_LARGE')]);
    expect(trial.failures).toEqual([]);
    expect(await bash(trial, 'echo fine')).toMatchObject({ body: { text: 'fine' } });
  });

  it.each(['GET /v1/task HTTP/1.1\r\nHost: a b', 'GET \\ HTTP/1.1\r\nHost: x', 'TRACE / HTTP/1.1\r\nHost: x'])(
    'answers %j without a stack',
    async (head) => {
      const client = connect(Number(new URL(trial.server.url).port), '127.0.0.1');
      client.write(`${head}\r\nConnection: close\r\n\r\n`);
      const said = await text(client);
      expect(said).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(said).not.toMatch(/node:|\.ts|\.js|\.mjs|Error/);
      expect(trial.failures).toEqual([]);
    },
  );

  it('answers what comes through an endpoint like what comes through loopback', async () => {
    const [client, end] = duplexPair();
    trial.server.serve(end);
    const headers = { authorization: `Bearer ${trial.token}` };
    const said = await new Promise<string>((resolve, reject) => {
      const outgoing = request({ method: 'POST', path: '/v1/tools/bash', headers, createConnection: () => client });
      outgoing.once('response', (answer) => resolve(text(answer))).once('error', reject);
      outgoing.end('{"command":"echo through"}');
    });
    expect(JSON.parse(said)).toEqual({ text: 'through', isError: false });
    client.destroy();
  });

  it('does calls one after another, however many come at once', async () => {
    await bash(trial, 'echo 0 > count');
    const before = callsOf(trial).length;
    const add = 'n=$(cat count); sleep 0.01; echo $((n + 1)) > count; echo done';
    const answers = await Promise.all(Array.from({ length: 40 }, () => bash(trial, add)));
    expect(answers).toEqual(Array(40).fill({ status: 200, body: { text: 'done', isError: false } }));
    expect(await bash(trial, 'cat count')).toMatchObject({ body: { text: '40' } });
    expect(callsOf(trial)).toHaveLength(before + 41);
  });

  it('records the call of a client that has left', async () => {
    const leaving = new AbortController();
    const body = JSON.stringify({ command: 'touch begun; sleep 0.5; echo done' });
    const left = ask(trial, '/v1/tools/bash', { method: 'POST', body, signal: leaving.signal });
    await vi.waitUntil(() => callsOf(trial).at(-1)?.text === undefined, WAIT);
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    await vi.waitUntil(() => callsOf(trial).at(-1)?.text === 'done', WAIT);
    expect(trial.failures).toEqual([]);
  });

  it('forgets a client that leaves before it has asked', async () => {
    const before = trial.events.length;
    const [client, end] = duplexPair();
    trial.server.serve(end);
    const authorization = `Authorization: Bearer ${trial.token}`;
    client.write(`POST /v1/tools/bash HTTP/1.1\r\nHost: x\r\n${authorization}\r\nContent-Length: 99\r\n\r\n{"comm`);
    await bash(trial, 'true');
    client.destroy();
    end.destroy();
    await bash(trial, 'true');
    expect([trial.events.length, trial.failures]).toEqual([before + 4, []]);
  });
});

describe('the end of a rollout, over HTTP', () => {
  const stopped = { status: 410, body: fault('STOPPED') };

  it('comes at the limit of turns, and every later call hears of it', async () => {
    await using trial = await openTrial(bench, { turns: 2 });
    expect((await bash(trial, 'true')).status).toBe(200);
    expect((await post(trial, 'bash', { wrong: 1 })).status).toBe(200);
    for (const tool of ['bash', 'submit', 'read_file']) expect(await post(trial, tool, {})).toEqual(stopped);
    expect((await post(trial, 'submit', {})).body).toEqual({
      error: { code: 'STOPPED', message: 'the limit of 2 turns is reached' },
    });
    expect(trial.events.map(({ type }) => type)).toEqual(['call', 'result', 'call', 'result', 'limit']);
    expect([trial.told, trial.failures]).toEqual([['turns'], []]);
    expect((await ask(trial, '/v1/task')).status).toBe(200);
  });

  it('comes in the middle of many calls at once', async () => {
    await using trial = await openTrial(bench, { turns: 3 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => bash(trial, 'echo x >> lines')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(27);
    expect((await trial.sandbox.read('lines', 100))?.toString()).toBe('x\nx\nx\n');
  });

  it('comes with submit', async () => {
    await using trial = await openTrial(bench);
    expect(await post(trial, 'submit', { message: 'done' })).toEqual({
      status: 200,
      body: { text: 'submitted', isError: false },
    });
    expect(await bash(trial, 'true')).toEqual(stopped);
    expect(trial.told).toEqual(['submit']);
  });

  it('comes to the calls that run and wait when the time is over', async () => {
    await using trial = await openTrial(bench);
    const calls = [bash(trial, 'sleep 600'), bash(trial, 'true')];
    await vi.waitUntil(() => callsOf(trial).length === 1, WAIT);
    trial.abort.abort();
    expect(await Promise.all(calls)).toEqual([stopped, stopped]);
    expect(await bash(trial, 'true')).toEqual(stopped);
  });

  it('tells the harness, not the agent, what is wrong with the sandbox', async () => {
    await using trial = await openTrial(bench);
    await trial.sandbox.kill();
    const { status, body } = await bash(trial, 'true');
    expect([status, body]).toEqual([503, fault('HARNESS_FAILED')]);
    expect(trial.failures).toEqual([expect.any(GymkhanaError)]);
  });

  it('breaks off the connections of a server that is closed', async () => {
    const trial = await openTrial(bench);
    const [client, end] = duplexPair();
    trial.server.serve(end);
    const running = bash(trial, 'sleep 600');
    const cut = expect(running).rejects.toThrow();
    await vi.waitUntil(() => callsOf(trial).length === 1, WAIT);
    await trial.server[Symbol.asyncDispose]();
    await cut;
    expect([end.destroyed, client.readableLength]).toEqual([true, 0]);
    await trial[Symbol.asyncDispose]();
  });
});
