import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bill } from '../../../src/budget/spending.ts';
import type { Account } from '../../../src/gateway/account.ts';
import type { Exchange } from '../../../src/gateway/exchange.ts';
import { forwardTo } from '../../../src/gateway/forward.ts';
import { openGateway } from '../../../src/gateway/open.ts';
import { payOnce } from '../../../src/gateway/paid.ts';
import { openPaidFile } from '../../../src/gateway/paid-file.ts';
import { compileInto } from '../compiled.ts';

/** That of paid-client.ts, as the gateway passes it on. */
const REQUEST = { model: 'm', stream: true, stream_options: { include_usage: true }, messages: [] };

let folder: string;
let file: string;
let provider: Server;
let asked: number;
/** How the provider answers its n-th request. */
let answer: (n: number) => { status?: number; type?: string; parts: string[]; cut?: boolean };
let exchanges: Exchange[];
let charged: number;

const body = (text: string) =>
  JSON.stringify({ choices: [{ message: { content: text } }], usage: { prompt_tokens: 10, completion_tokens: 2 } });
const events = (text: string) => [
  `data: ${JSON.stringify({ choices: [{ delta: { content: text } }] })}\n\n`,
  `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 2 } })}\n\n`,
  'data: [DONE]\n\n',
];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gymkhana-paid-'));
  file = join(folder, 'paid.jsonl');
  [asked, charged, exchanges] = [0, 0, []];
  answer = (n) => ({ parts: [body(`answer ${n}`)] });
  provider = createServer(async (request, response) => {
    for await (const _ of request);
    const { status = 200, type = 'application/json', parts, cut } = answer(++asked);
    response.writeHead(status, { 'content-type': type });
    for (const part of parts) {
      response.write(part);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (cut) response.destroy();
    else response.end();
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  provider.closeAllConnections();
  await new Promise((resolve) => provider.close(resolve));
  await rm(folder, { recursive: true });
});

const baseUrl = () => `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`;

/** One life of a process: its requests one after the other, and what each got. */
async function session(...requests: (string | object)[]): Promise<string[]> {
  await using paid = await openPaidFile(file);
  const chat = payOnce(forwardTo({ baseUrl: baseUrl(), headers: {} }), paid, 'bytes');
  const charge = ({ tokens }: Bill) => {
    charged += tokens.output;
  };
  const account: Account = {
    admit: () => ({ kind: 'ok', ticket: { turn: null, charge, release: () => {} } }),
  };
  const { signal } = new AbortController();
  await using gateway = await openGateway({
    upstreams: { chat },
    account,
    policy: { model: 'm', helperModels: [], pass: [] },
    onExchange: (one) => exchanges.push(one),
    signal,
  });
  const got: string[] = [];
  for (const one of requests) {
    const asked = typeof one === 'string' ? { model: 'm', messages: [{ role: 'user', content: one }] } : one;
    const headers = { authorization: `Bearer ${gateway.key}` };
    const url = `${gateway.url}/v1/chat/completions`;
    const response = fetch(url, { method: 'POST', headers, body: JSON.stringify(asked) });
    got.push(await response.then((one) => one.text()).catch(() => 'broken'));
  }
  return got;
}

describe('answers that were paid for', () => {
  it('are given again byte for byte, charged like any other, and marked', async () => {
    const first = await session('a', 'b');
    const again = await session('a', 'b', 'c');
    expect(again.slice(0, 2)).toEqual(first);
    expect(asked).toBe(3);
    expect(charged).toBe(10);
    expect(exchanges.map(({ paidBefore }) => paidBefore)).toEqual([undefined, undefined, true, true, undefined]);
  });

  it('answer the n-th of several equal requests with the n-th answer', async () => {
    expect(await session('vote', 'vote')).toEqual([body('answer 1'), body('answer 2')]);
    expect(await session('vote', 'vote', 'vote')).toEqual([1, 2, 3].map((n) => body(`answer ${n}`)));
    expect(asked).toBe(3);
  });

  it('come back identical where they were streamed', async () => {
    answer = (n) => ({ type: 'text/event-stream', parts: events(`answer ${n}`) });
    const stream = { model: 'm', stream: true, messages: [{ role: 'user', content: 'a' }] };
    const first = await session(stream);
    expect(first).toEqual([events('answer 1').join('')]);
    expect(await session(stream)).toEqual(first);
    expect([asked, charged]).toEqual([1, 4]);
    expect(exchanges[1]?.headers).toEqual({ 'content-type': 'text/event-stream' });
  });

  it('are none where the provider failed or broke off: the next one takes the number', async () => {
    const fates = [
      { status: 500, parts: ['{}'] },
      { parts: [body('half').slice(0, 30)], cut: true },
      { type: 'text/event-stream', parts: events('no end').slice(0, 1) },
      { parts: ['no JSON'] },
    ];
    answer = (n) => fates[n - 1] ?? { parts: [body(`answer ${n}`)] };
    const got = await session('a', 'a', 'a', 'a', 'a', 'a');
    expect(got.slice(4)).toEqual([body('answer 5'), body('answer 6')]);
    expect(await session('a', 'a')).toEqual([body('answer 5'), body('answer 6')]);
    expect(asked).toBe(6);
  });

  it('outlive a torn last line', async () => {
    const [first] = await session('a');
    await session('b');
    await appendFile(file, (await readFile(file, 'utf8')).slice(0, 60));
    expect(await session('a', 'c')).toEqual([first, body('answer 3')]);
    expect(await session('c', 'a', 'b')).toEqual([body('answer 3'), first, body('answer 2')]);
    expect(asked).toBe(3);
  });

  it('are on disk before a client has its last byte, whoever is killed then', async () => {
    answer = (n) => ({ type: 'text/event-stream', parts: events(`answer ${n}`) });
    const built = join(folder, 'js');
    const main = await compileInto(built, 'test/unit/gateway/paid-client.ts');
    // It kills itself in the moment in which it reads the end of its answer.
    const killed = await execa(process.execPath, [main, file, baseUrl()], { reject: false, all: true });
    expect(killed.signal, killed.all).toBe('SIGKILL');
    expect(asked).toBe(1);
    expect(await session(REQUEST)).toEqual([events('answer 1').join('')]);
    expect(asked).toBe(1);
  });
});
