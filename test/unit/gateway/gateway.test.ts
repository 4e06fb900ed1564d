import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedger } from '../../../src/budget/ledger.ts';
import type { Tokens } from '../../../src/budget/prices.ts';
import type { Bill } from '../../../src/budget/spending.ts';
import type { Account } from '../../../src/gateway/account.ts';
import { type Exchange, isProviderFailure } from '../../../src/gateway/exchange.ts';
import { forwardTo } from '../../../src/gateway/forward.ts';
import { createGateway } from '../../../src/gateway/gateway.ts';
import { ModelScript } from '../../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../../src/gateway/model-server/server.ts';
import type { LoopbackServer } from '../../../src/loopback/server.ts';

const usage = { input: 100, cachedInput: 40, output: 7 };
const call = { tool: 'look', args: { at: 'it' } };
const SCRIPT = ModelScript.parse({
  conversations: [
    {
      when: { contains: 'look' },
      replies: [
        { text: 'so', calls: [call], usage },
        { text: 'done', usage },
      ],
    },
    { when: { contains: 'busy' }, replies: [{ text: 'at last', usage, fail: { with: 429 } }] },
    { when: { contains: 'half' }, replies: [{ text: 'a text of some length', usage, fail: { with: 'cut' } }] },
    { when: { contains: 'silence' }, replies: [{ fail: { with: 'hang' } }] },
    { replies: [{ text: 'hello', usage }] },
  ],
});

let provider: LoopbackServer;
let front: Server;
let url: string;
let exchanges: Exchange[];
let ledger: { charged: Tokens[]; released: Tokens[] };
let next: 'ok' | 'wrap_up' | 'refused';
let over: AbortController;
/** What reaches the provider, when something looks at it on the way. */
let seen: { headers: Record<string, unknown>; body: string }[];
let spy: Server;

beforeEach(async () => {
  provider = await openModelServer(SCRIPT);
  [exchanges, seen, next, over] = [[], [], 'ok', new AbortController()];
  ledger = { charged: [], released: [] };
  spy = await listen(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const headers = { 'content-type': 'application/json', authorization: String(request.headers.authorization) };
    const body = Buffer.concat(chunks);
    const answer = await fetch(provider.url + request.url, { method: 'POST', headers, body });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  front = await listen(gatewayTo(provider.url));
  url = urlOf(front);
});
afterEach(async () => {
  over.abort();
  await provider[Symbol.asyncDispose]();
  for (const server of [front, spy]) server.closeAllConnections();
  for (const server of [front, spy]) await new Promise((resolve) => server.close(resolve));
});

function scriptedAccount(): Account {
  let turns = 0;
  return {
    admit: ({ offersTools }) => {
      if (next === 'refused') return { kind: 'refused', message: 'the limit of 1 turn is reached' };
      const turn = offersTools && next === 'ok' ? ++turns : null;
      const ticket = {
        turn,
        charge: ({ tokens }: Bill) => void ledger.charged.push(tokens),
        release: ({ tokens }: Bill) => void ledger.released.push(tokens),
      };
      return { kind: next, ticket };
    },
  };
}

function gatewayTo(baseUrl: string, account = scriptedAccount()) {
  const openAi = forwardTo({ baseUrl: `${baseUrl}/v1`, headers: { authorization: 'Bearer real-key' } });
  const anthropic = forwardTo({ baseUrl: `${baseUrl}/v1`, headers: { 'x-api-key': 'real-key' } });
  const upstreams = { chat: openAi, responses: openAi, messages: anthropic };
  return createGateway({
    upstreams,
    account,
    policy: { model: 'one', helperModels: [], pass: [] },
    onExchange: (one) => exchanges.push(one),
    secret: 'real-key',
    signal: over.signal,
  });
}

async function listen(handler: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const parameters = { type: 'object' as const, properties: { at: { type: 'string' } } };
const tools: OpenAI.ChatCompletionTool[] = [{ type: 'function', function: { name: 'look', parameters } }];
const ask = (content: string) => ({ model: 'one', messages: [{ role: 'user' as const, content }] });
const openai = () => new OpenAI({ baseURL: `${url}/v1`, apiKey: 'of-the-trial', maxRetries: 0 });
const anthropic = () => new Anthropic({ baseURL: url, apiKey: 'of-the-trial', maxRetries: 0 });
const PAID = { input: 100, cachedInput: 40, cacheWrite: 0, output: 7 };

it.each([false, true])('passes all three dialects on and reads their usage (streamed: %s)', async (streamed) => {
  if (streamed) {
    await openai()
      .chat.completions.stream({ ...ask('look'), tools })
      .finalChatCompletion();
    await openai().responses.stream({ model: 'one', input: 'hello' }).finalResponse();
    await anthropic()
      .messages.stream({ ...ask('hello'), max_tokens: 9 })
      .finalMessage();
  } else {
    await openai().chat.completions.create({ ...ask('look'), tools });
    await openai().responses.create({ model: 'one', input: 'hello' });
    await anthropic().messages.create({ ...ask('hello'), max_tokens: 9 });
  }
  expect(ledger).toEqual({ charged: [PAID, PAID, PAID], released: [] });
  expect(exchanges.map(({ turn, offersTools, status }) => [turn, offersTools, status])).toEqual([
    [1, true, 200],
    [null, false, 200],
    [null, false, 200],
  ]);
});

it('passes the bytes of an answer and of a request on as they are, and no key of the agent', async () => {
  front.removeAllListeners('request').on('request', gatewayTo(urlOf(spy)));
  const body = '{ "model":"one",  "n": 1.0,\n "novel": [1],  "messages":[{"role":"user","content":"\\u00fc"}] }';
  const headers = {
    'content-type': 'application/json',
    authorization: 'Bearer of-the-trial',
    'x-own': 'of its own',
    'x-stainless-lang': 'js',
  };
  const through = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
  const direct = await fetch(`${provider.url}/v1/chat/completions`, { method: 'POST', headers, body });
  expect(await through.text()).toBe(await direct.text());
  expect(seen[0]).toMatchObject({
    body: body.replace('\n "novel": [1],', ''),
    headers: { authorization: 'Bearer real-key', 'x-stainless-lang': 'js' },
  });
  expect(seen[0]?.headers).not.toHaveProperty('x-own');
  expect(exchanges[0]!.request.toString()).toBe(body);
  expect(JSON.stringify(exchanges.map((one) => [String(one.request), String(one.response)]))).not.toContain('real-key');
});

it('asks a stream of Chat Completions for its usage, and changes nothing else of it', async () => {
  front.removeAllListeners('request').on('request', gatewayTo(urlOf(spy)));
  const request = { ...ask('hello'), seed: 7, stream: true as const };
  for await (const _ of await openai().chat.completions.create(request));
  expect(JSON.parse(seen[0]!.body)).toEqual({ ...request, stream_options: { include_usage: true } });
  expect(ledger.charged).toEqual([PAID]);
});

it('withholds tools for a last answer, then refuses', async () => {
  front.removeAllListeners('request').on('request', gatewayTo(urlOf(spy)));
  next = 'wrap_up';
  await openai().chat.completions.create({ ...ask('hello'), tools });
  await anthropic().messages.create({
    ...ask('hello'),
    max_tokens: 9,
    tools: [{ name: 'a', input_schema: parameters }],
  });
  expect(seen.map(({ body }) => JSON.parse(body).tool_choice)).toEqual(['none', { type: 'none' }]);
  expect(exchanges.map(({ turn, wrapUp }) => [turn, wrapUp])).toEqual([
    [null, true],
    [null, true],
  ]);
  next = 'refused';
  await expect(openai().chat.completions.create({ ...ask('hello'), tools })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('the limit of 1 turn is reached'),
  });
  expect(seen).toHaveLength(2);
});

it("a client's retry after the provider's failure is free, whatever failed", async () => {
  for (const word of ['busy', 'half']) {
    await expect(
      openai()
        .chat.completions.stream({ ...ask(word), tools })
        .finalChatCompletion(),
    ).rejects.toThrow();
    await openai().chat.completions.create({ ...ask(word), tools });
  }
  expect(ledger.charged).toHaveLength(2);
  expect(ledger.released).toHaveLength(2);
  expect(exchanges.map(isProviderFailure)).toEqual([true, false, true, false]);
});

it('calls at once share the turns that are left, and one that the provider fails takes none', async () => {
  const counted = createLedger({ turns: 3 }, { priceOf: () => null, onLimit() {} });
  front.removeAllListeners('request').on('request', gatewayTo(provider.url, counted));
  const one = () => openai().chat.completions.create({ ...ask('busy'), tools });
  const ends = await Promise.allSettled(Array.from({ length: 8 }, one));
  const statuses = ends.map((end) => (end.status === 'fulfilled' ? 200 : end.reason.status));
  // Three turns, and one to wrap up.
  expect(statuses.sort()).toEqual([200, 200, 200, 200, 400, 400, 400, 429]);
  expect(counted).toMatchObject({ turns: 3, reached: 'turns' });
});

it('an agent that leaves while it is answered has had its turn; one that gave up waiting has not', async () => {
  const leave = new AbortController();
  let bill = () => {};
  const slow = await listen((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"delta":{"content":"all that matters"}}]}\n\n');
    const usage = { prompt_tokens: 100, completion_tokens: 7 };
    bill = () => response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
  });
  front.removeAllListeners('request').on('request', gatewayTo(urlOf(slow)));
  front.on('request', (_, response) => response.once('close', () => bill()));
  const stream = await openai().chat.completions.create({ ...ask('x'), tools, stream: true }, { signal: leave.signal });
  await stream[Symbol.asyncIterator]().next();
  leave.abort();
  await expect.poll(() => exchanges.length).toBe(1);
  expect(exchanges[0]).toMatchObject({ brokenBy: 'agent', status: 200 });
  // What it cost comes last, and is paid all the same.
  expect(ledger.charged).toMatchObject([{ input: 100, output: 7 }]);
  slow.closeAllConnections();
  slow.close();

  front.removeAllListeners('request').on('request', gatewayTo(provider.url));
  await expect(openai().chat.completions.create(ask('silence'), { timeout: 200 })).rejects.toThrow('timed out');
  await expect.poll(() => exchanges.length).toBe(2);
  expect(exchanges[1]).toMatchObject({ brokenBy: 'agent', status: null });
  expect(ledger.released).toMatchObject([{ input: expect.toSatisfy((tokens: number) => tokens > 5), output: 0 }]);
});

it('says that a provider is not there, and knows whose fault it is', async () => {
  front.removeAllListeners('request').on('request', gatewayTo('http://127.0.0.1:1'));
  await expect(openai().chat.completions.create(ask('x'))).rejects.toMatchObject({ status: 502 });
  expect(exchanges.map(isProviderFailure)).toEqual([true]);
});

it('breaks off what is under way when the rollout is over', async () => {
  const asked = openai().chat.completions.create(ask('silence'));
  await new Promise((resolve) => front.once('request', resolve));
  over.abort();
  await expect(asked).rejects.toThrow();
  await expect(openai().chat.completions.create(ask('x'))).rejects.toThrow(/the rollout is over/);
});

it('tells threads apart by how they begin', async () => {
  const messages = (system: string, user: string) => [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content: user },
  ];
  for (const [system, user] of [
    ['a', 'b'],
    ['a', 'b'],
    ['sub', 'b'],
    ['a', 'b'],
  ] as const) {
    await openai().chat.completions.create({ model: 'one', messages: messages(system, user), tools });
  }
  expect(exchanges.map(({ thread }) => thread)).toEqual(['main', 'main', 'thread-2', 'main']);
});

it('answers what clients ask beside their turns, and refuses what is no JSON or no dialect of the model', async () => {
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(`${url}/v1/models`)).status).toBe(200);
  expect((await fetch(`${url}/v1/files`, { method: 'POST', body: '{}' })).status).toBe(404);
  expect((await fetch(`${url}/v1/messages`, { method: 'POST', body: '{' })).status).toBe(400);
  expect(exchanges).toEqual([]);
});

it('knows tools by their older name, withholds them too, and never offers those that run at the provider', async () => {
  front.removeAllListeners('request').on('request', gatewayTo(urlOf(spy)));
  const post = (body: object) =>
    fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify({ ...ask('hello'), ...body }) });
  await post({ functions: [{ name: 'look', parameters }] });
  expect(exchanges[0]).toMatchObject({ offersTools: true, turn: 1 });
  next = 'wrap_up';
  await post({ functions: [{ name: 'look', parameters }] });
  expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({ function_call: 'none' });
  next = 'ok';
  await post({ tools: [...tools, { type: 'web_search' }] });
  const passed = JSON.parse(seen[2]?.body ?? '') as Record<string, unknown>;
  expect(passed.tools).toEqual(tools);
  expect((await post({ tools, mcp_servers: [{ url: 'http://x' }] })).status).toBe(400);
  expect(seen).toHaveLength(3);
});

it('tells an agent no key that a provider repeats', async () => {
  const rude = await listen((request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `no such key: ${request.headers.authorization}` } }));
  });
  front.removeAllListeners('request').on('request', gatewayTo(urlOf(rude)));
  const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: JSON.stringify(ask('x')) });
  expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('Bearer ***')]);
  expect(exchanges[0]?.response.toString()).not.toContain('real-key');
  rude.closeAllConnections();
  rude.close();
});
