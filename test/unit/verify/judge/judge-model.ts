import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Answer } from '../../../../src/gateway/model-server/choose-reply.ts';
import { CHAT_WRITER } from '../../../../src/gateway/model-server/write-chat.ts';
import { MESSAGES_WRITER } from '../../../../src/gateway/model-server/write-messages.ts';
import { listenOnLoopback } from '../../../../src/loopback/server.ts';
import { type JudgeSession, openJudge } from '../../../../src/run/judge-session.ts';

export const DIALECTS = ['openai', 'anthropic'] as const;
export type DialectName = (typeof DIALECTS)[number];

/** What a model says: text, or JSON in the form that was asked for. `status` alone: it fails. */
export type Said = {
  text?: string;
  json?: object;
  logprobs?: Record<string, number>[];
  status?: number;
  message?: string;
};

/** A judge over real HTTP, and a provider that says what `say` says to the n-th request. Every body is kept. */
export async function openTestJudge(
  speaks: DialectName,
  say: (prompt: { system: string; text: string }, n: number) => Said,
  { paid = null, secret = randomBytes(32) }: { paid?: string | null; secret?: Buffer } = {},
): Promise<JudgeSession & { bodies: string[] }> {
  const bodies: string[] = [];
  const writer = speaks === 'openai' ? CHAT_WRITER : MESSAGES_WRITER;
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Body;
    bodies.push(JSON.stringify(body));
    const { status = 200, message = 'it is down', ...said } = say(promptOf(body), bodies.length);
    response.writeHead(status, { 'content-type': 'application/json' });
    const answer = answerOf(said, body);
    response.end(JSON.stringify(status < 300 ? writer.whole(answer, body) : writer.failure(status, message)));
  });
  const provider = await listenOnLoopback(server);
  const model = {
    ref: 'test/judge',
    model: 'judge',
    provider: { speaks, baseUrl: `${provider.url}/v1` },
    price: { input: 1, output: 10 },
    key: 'of-the-provider',
    pass: [],
    priceOf: () => ({ input: 1, output: 10 }),
  };
  const signal = new AbortController().signal;
  const session = await openJudge({ model, paid, present: secret, bodies: null, signal });
  return {
    ...session,
    bodies,
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}

type Body = Record<string, unknown> & {
  system?: string;
  messages: { role: string; content: string }[];
  tool_choice?: { name: string };
};

function promptOf({ system, messages }: Body) {
  const said = (role: string) => messages.find((one) => one.role === role)?.content ?? '';
  return { system: system ?? said('system'), text: said('user') };
}

function answerOf({ text = '', json, logprobs }: Said, { tool_choice }: Body): Answer {
  const usage = { input: 100, cachedInput: 0, cacheWrite: 0, output: 10 };
  const base = { id: 'x', model: 'judge', usage, logprobs };
  if (!json || !tool_choice) return { ...base, text: json ? JSON.stringify(json) : text, calls: [] };
  return {
    ...base,
    text: '',
    calls: [{ id: 'c', tool: { name: tool_choice.name }, args: json as Record<string, unknown> }],
  };
}
