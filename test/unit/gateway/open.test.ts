import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GymkhanaError } from '../../../src/errors.ts';
import type { Account } from '../../../src/gateway/account.ts';
import type { Exchange } from '../../../src/gateway/exchange.ts';
import { forwardTo } from '../../../src/gateway/forward.ts';
import { ModelScript } from '../../../src/gateway/model-server/script.ts';
import { openModelServer } from '../../../src/gateway/model-server/server.ts';
import { openGateway } from '../../../src/gateway/open.ts';
import type { LoopbackServer } from '../../../src/loopback/server.ts';

const TURN = { model: 'one', messages: [{ role: 'user', content: 'x' }], tools: [{ function: { name: 'look' } }] };
const account: Account = {
  admit: () => ({ kind: 'ok', ticket: { turn: 1, charge: () => {}, release: () => {} } }),
};

let provider: LoopbackServer;
let exchanges: Exchange[];
beforeEach(async () => {
  provider = await openModelServer(ModelScript.parse({ conversations: [{ replies: [{ text: 'hello' }] }] }));
  exchanges = [];
});
afterEach(() => provider[Symbol.asyncDispose]());

function open(beforeTurn = async () => {}, onExchange = (one: Exchange) => void exchanges.push(one)) {
  const upstreams = { chat: forwardTo({ baseUrl: `${provider.url}/v1`, headers: {} }) };
  const policy = { model: 'one', helperModels: [], pass: [] };
  return openGateway({ upstreams, account, policy, beforeTurn, onExchange, signal: new AbortController().signal });
}

function ask({ url, key }: { url: string; key: string }, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  return fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
}

it('refuses whoever lacks its key', async () => {
  await using gateway = await open();
  for (const key of ['', `${gateway.key}x`, gateway.key.slice(1)]) {
    expect((await ask({ ...gateway, key }, JSON.stringify(TURN))).status).toBe(401);
  }
  expect((await ask(gateway, JSON.stringify(TURN))).status).toBe(200);
  expect(exchanges).toHaveLength(1);
});

it.each([
  ['before a turn', { before: true }],
  ['after an exchange', { before: false }],
])('says what the harness has failed at %s', async (_, { before }) => {
  const fail = () => {
    throw new GymkhanaError({ code: 'DISK_FULL', place: 'here', problem: 'it is full' });
  };
  await using gateway = await (before ? open(async () => fail()) : open(undefined, fail));
  await ask(gateway, JSON.stringify(TURN))
    .then((answer) => answer.text())
    .catch(() => {});
  await expect(gateway.failed).rejects.toMatchObject({ code: 'DISK_FULL' });
});

it('is brought down by nothing that an agent sends', async () => {
  await using gateway = await open();
  const deep = `${'[{"content":'.repeat(20_000)}""${'}]'.repeat(20_000)}`;
  expect((await ask(gateway, `{"model":"one","messages":${deep}}`)).status).toBe(400);
  expect((await ask(gateway, 'x'.repeat(65 * 1024 * 1024)).catch(() => ({ status: 413 }))).status).toBe(413);
  expect(await statusOf(gateway, '//')).toBe(200);
  expect((await ask(gateway, JSON.stringify(TURN))).status).toBe(200);
  expect(exchanges.map(({ status }) => status)).toEqual([200]);
});

/** A path that `fetch` would not send. */
function statusOf({ url, key }: { url: string; key: string }, path: string): Promise<number | undefined> {
  const { port } = new URL(url);
  const headers = { authorization: `Bearer ${key}` };
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
}
