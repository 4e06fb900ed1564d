import { expect, it } from 'vitest';
import { CHAT } from '../../../src/gateway/dialects/chat.ts';
import type { Exchange } from '../../../src/gateway/exchange.ts';
import { openGateway } from '../../../src/gateway/open.ts';
import { answerFrom, obeyedHeaders, type RecordedAnswer } from '../../../src/gateway/recorded.ts';

const WHOLE: RecordedAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"choices": [ {"message":{"content":"so"}}]}'),
  brokenBy: null,
  failed: null,
  durationMs: 1,
};
const STREAM = { 'content-type': 'text/event-stream' };

/** Answers of one thread, in the order in which they are asked for. */
async function openRecording(answers: RecordedAnswer[]) {
  const exchanges: Exchange[] = [];
  let turns = 0;
  const gateway = await openGateway({
    upstreams: { chat: answerFrom(({ thread, ordinal }) => (thread === 'main' && answers[ordinal - 1]) || null) },
    account: { admit: () => ({ kind: 'ok', ticket: { turn: ++turns, charge: () => {}, release: () => {} } }) },
    policy: { model: 'one', helperModels: [], pass: [] },
    onExchange: (one) => void exchanges.push(one),
    signal: new AbortController().signal,
  });
  const ask = (content = 'go', more: object = {}) =>
    fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.key}` },
      body: JSON.stringify({ model: 'one', messages: [{ role: 'user', content }], at: Math.random() }),
      ...more,
    });
  return { ask, exchanges, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

it('gives back bytes, statuses and what clients obey, whatever the request says', async () => {
  const odd = Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xc3, 0x0a, 0x0a]);
  await using recording = await openRecording([
    { ...WHOLE, status: 429, headers: { ...WHOLE.headers, 'retry-after': '3' }, body: Buffer.from('{"error":{}}') },
    { ...WHOLE, headers: STREAM, body: odd },
    WHOLE,
  ]);
  const busy = await recording.ask();
  expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([429, '3', '{"error":{}}']);
  const streamed = await recording.ask();
  expect(streamed.headers.get('content-type')).toBe('text/event-stream');
  expect(Buffer.from(await streamed.arrayBuffer())).toEqual(odd);
  expect(await (await recording.ask()).text()).toBe(WHOLE.body.toString());
  expect(recording.exchanges.map(({ status, ordinal }) => [status, ordinal])).toEqual([
    [429, 1],
    [200, 2],
    [200, 3],
  ]);
});

it('refuses a request that was never recorded, for good', async () => {
  await using recording = await openRecording([WHOLE]);
  await recording.ask();
  const refused = await recording.ask();
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual(CHAT.refusal('no answer is recorded to request 2 of main'));
  expect(await (await recording.ask('a subagent')).json()).toEqual(
    CHAT.refusal('no answer is recorded to request 1 of thread-2'),
  );
});

it('breaks off where the answer broke off, and has none where there was none', async () => {
  await using recording = await openRecording([
    { ...WHOLE, headers: STREAM, body: Buffer.from('data: {}\n\n'), brokenBy: 'provider' },
    { ...WHOLE, status: null, body: Buffer.alloc(0), brokenBy: 'provider', failed: 'connect ECONNREFUSED' },
    { ...WHOLE, status: null, body: Buffer.alloc(0), brokenBy: 'agent', durationMs: 60_000 },
  ]);
  const cut = await recording.ask();
  await expect(cut.text()).rejects.toThrow();
  const none = await recording.ask();
  expect([none.status, await none.text()]).toEqual([502, expect.stringContaining('connect ECONNREFUSED')]);
  await expect(recording.ask('go', { signal: AbortSignal.timeout(200) })).rejects.toThrow();
  await expect.poll(() => recording.exchanges.length).toBe(3);
  expect(recording.exchanges.map(({ brokenBy, response }) => [brokenBy, response.toString()])).toEqual([
    ['provider', 'data: {}\n\n'],
    ['provider', ''],
    ['agent', ''],
  ]);
});

it('records of the headers what clients obey', () => {
  const headers = { 'content-type': 'text/plain', 'x-should-retry': 'false', 'set-cookie': ['a'], 'x-request-id': '1' };
  expect(obeyedHeaders(headers)).toEqual({ 'content-type': 'text/plain', 'x-should-retry': 'false' });
});
