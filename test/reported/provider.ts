import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { tryJson } from '../../src/json.ts';
import { type LoopbackServer, listenOnLoopback } from '../../src/loopback/server.ts';

export type Sent = { path: string; key: string; body: { model?: string; max_tokens?: number; messages?: unknown[] } };
/** `body`: an object is sent as JSON, a text as it is. null: no answer ever comes. */
export type Said = { status?: number; body: unknown } | null;

/** A provider that answers whatever `say` says just then, and what it was sent. Chat Completions, without streams. */
export async function openProvider(
  say: (sent: Sent) => Said,
  port = 0,
): Promise<LoopbackServer & { sent: Sent[]; port: number }> {
  const sent: Sent[] = [];
  const server = createServer(async (request, response) => {
    const source = (await buffer(request)).toString();
    const { headers, url: path = '' } = request;
    const one = { path, key: headers.authorization ?? '', body: (tryJson(source) ?? {}) as Sent['body'] };
    sent.push(one);
    const said = say(one);
    if (said === null) return;
    response.writeHead(said.status ?? 200, { 'content-type': 'application/json' });
    response.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
  });
  const opened = await listenOnLoopback(server, port);
  return { ...opened, sent, port: Number(new URL(opened.url).port) };
}

export const USAGE = { prompt_tokens: 100, completion_tokens: 10 };

/** A message in the form of a whole answer. */
export function answer(message: object, more: object = {}): Said {
  const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message }, ...more };
  return { body: { id: 'x', object: 'chat.completion', model: 'm', choices: [choice], usage: USAGE } };
}

export const call = (name: string, args: unknown = '{}', id = 'c1') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});
