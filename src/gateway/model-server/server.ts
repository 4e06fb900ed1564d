import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { tryJson } from '../../json.ts';
import { type LoopbackServer, listenOnLoopback } from '../../loopback/server.ts';
import type { DialectName, RequestView } from '../dialects/dialect.ts';
import { record } from '../dialects/json.ts';
import { dialectAt } from '../dialects/kinds.ts';
import { type Answer, choosePlace, makeAnswer, type Place } from './choose-reply.ts';
import { answerEmbeddings } from './embedding.ts';
import type { ModelScript } from './script.ts';
import { CHAT_WRITER } from './write-chat.ts';
import { MESSAGES_WRITER } from './write-messages.ts';
import { RESPONSES_WRITER } from './write-responses.ts';
import type { Writer } from './writer.ts';

const WRITERS: Record<DialectName, Writer> = {
  chat: CHAT_WRITER,
  responses: RESPONSES_WRITER,
  messages: MESSAGES_WRITER,
};

/** Answers from a script, in the dialect that it is asked in, on loopback. Port 0 takes any that is free. */
export async function openModelServer(
  script: ModelScript,
  { port = 0, onRequest }: { port?: number; onRequest?: (line: string) => void } = {},
): Promise<LoopbackServer> {
  const failed = new Map<string, number>();
  const server = createServer((request, response) => {
    serve(script, failed, request, response)
      .then((line) => onRequest?.(line))
      // The client left in the middle: nobody is there to be told.
      .catch(() => response.destroy());
  });
  return listenOnLoopback(server, port);
}

/** Says in a line what was asked and answered. */
async function serve(
  script: ModelScript,
  failed: Map<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<string> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const source = await buffer(request);
  const asked = `${request.method} ${path}`;
  if (request.method === 'HEAD') return answered(response, 200, undefined, asked);
  if (path.endsWith('/models')) return answered(response, 200, listModels(script), asked);
  const dialect = request.method === 'POST' ? dialectAt(path) : null;
  const embeddings = request.method === 'POST' && path.endsWith('/embeddings');
  if (!dialect && !embeddings) return answered(response, 404, { error: { message: `nothing at ${asked}` } }, asked);
  const body = tryJson(source.toString());
  if (body === undefined) return answered(response, 400, { error: { message: 'the body is not JSON' } }, asked);
  if (!dialect) return answered(response, 200, answerEmbeddings(body), asked);

  const writer = WRITERS[dialect.name];
  const view = dialect.readRequest(body);
  const refuse = (status: number, why: string) => answered(response, status, writer.failure(status, why), asked);
  const place = choosePlace(script, view);
  if (!place) return refuse(400, 'no conversation of the script fits this request');
  const failure = failureAt(failed, place, view, request.headers.authorization ?? request.headers['x-api-key']);
  if (typeof failure === 'number') return refuse(failure, 'the script says so');
  // Until the client gives up, or the server closes.
  if (failure === 'hang') return `${asked}: hangs`;
  const answer = makeAnswer(place, view);
  if ('missing' in answer) return refuse(400, `the script calls ${answer.missing}, which the request does not offer`);
  await write(response, writer, answer, { view, body: record(body), cut: failure === 'cut' });
  return `${asked}: conversation ${place.conversation + 1}, reply ${place.turn + 1}`;
}

async function write(
  response: ServerResponse,
  writer: Writer,
  answer: Answer,
  { view, body, cut }: { view: RequestView; body: Record<string, unknown>; cut: boolean },
): Promise<void> {
  response.setHeader('content-type', view.stream ? 'text/event-stream' : 'application/json');
  const frames = view.stream ? [...writer.stream(answer, body)] : [JSON.stringify(writer.whole(answer, body))];
  if (!cut) {
    response.end(frames.join(''));
    return;
  }
  const all = frames.join('');
  // The first half must be out before the connection breaks, or the client sees no answer instead of half a one.
  await new Promise<void>((resolve) => response.write(all.slice(0, all.length / 2), () => resolve()));
  response.destroy();
}

/** Each client meets each failure of a script as often as it says, whatever others have met. */
function failureAt(
  failed: Map<string, number>,
  { conversation, turn, reply }: Place,
  { parts }: RequestView,
  client: string | string[] | undefined,
): number | 'hang' | 'cut' | null {
  if (!reply.fail) return null;
  const first = parts.find(({ by }) => by === 'user')?.text ?? '';
  const key = JSON.stringify([client, conversation, turn, first]);
  const met = failed.get(key) ?? 0;
  if (met >= reply.fail.times) return null;
  failed.set(key, met + 1);
  return reply.fail.with;
}

function answered(response: ServerResponse, status: number, body: unknown, asked: string): string {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
  return `${asked}: ${status}`;
}

function listModels({ models }: ModelScript): unknown {
  return { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'script' })) };
}
