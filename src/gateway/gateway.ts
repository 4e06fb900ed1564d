import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { readBody } from '../loopback/body.ts';
import type { Account } from './account.ts';
import { type Dialect, type DialectName, NO_USAGE, type RequestView } from './dialects/dialect.ts';
import { record } from './dialects/json.ts';
import { dialectAt } from './dialects/kinds.ts';
import { type Exchange, isAnswered } from './exchange.ts';
import { endToEnd, forward, type Upstream } from './forward.ts';
import { createAnswerReader } from './read-answer.ts';
import { createThreads } from './thread.ts';

export type GatewayOptions = {
  upstreams: Partial<Record<DialectName, Upstream>>;
  account: Account;
  /** Before a turn is passed on: what has to be done between two turns is done while it is held. */
  beforeTurn?: (turn: number) => Promise<void>;
  /** After each model call, whole or not. */
  onExchange(exchange: Exchange): void;
  /** When aborted, what is under way breaks off and nothing more is forwarded. */
  signal: AbortSignal;
};

/** More than any model takes. */
const MAX_REQUEST_BYTES = 64 * 1024 * 1024;

type Asked = { dialect: Dialect; upstream: Upstream; path: string; source: Buffer; view: RequestView; body: unknown };

/**
 * Answers an agent's requests to its model by passing them on. Bytes go through as they are, with two edits that metering
 * needs: a stream of Chat Completions is asked for its usage, and at a limit tools are withheld for one last answer.
 * Requests that are none of a model's turns (HEAD, lists of models) are answered here.
 */
export function createGateway(options: GatewayOptions) {
  const threadOf = createThreads();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readAsked(options, request, response);
    if (!asked) return;
    const { view, dialect } = asked;
    const offersTools = view.tools.length > 0 && !view.withheld;
    const admission = options.account.admit({ model: view.model, offersTools });
    if (admission.kind === 'refused') return reply(response, 400, dialect.refusal(admission.message));
    const wrapUp = admission.kind === 'wrap_up';
    const { ticket } = admission;
    if (ticket.turn !== null) {
      await options.beforeTurn?.(ticket.turn).catch((error: unknown) => {
        ticket.release(NO_USAGE);
        throw error;
      });
    }
    const startedMs = performance.now();
    const passed = await passOn(options, asked, { wrapUp, request, response });
    const durationMs = performance.now() - startedMs;
    (isAnswered(passed) ? ticket.charge : ticket.release)(passed.answer.usage);
    const about = { thread: threadOf(view), turn: ticket.turn, model: view.model, offersTools, wrapUp, durationMs };
    options.onExchange({ ...about, request: asked.source, ...passed });
  };
}

/** Null where there is nothing to pass on: then it is answered. */
async function readAsked(
  { upstreams, signal }: GatewayOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Asked | null> {
  const { pathname, search } = placeOf(request);
  const dialect = request.method === 'POST' ? dialectAt(pathname) : null;
  if (!dialect) {
    const isProbe = request.method === 'HEAD' || request.method === 'GET';
    reply(response, isProbe ? 200 : 404, isProbe ? { object: 'list', data: [] } : { error: { message: 'not here' } });
    return null;
  }
  const upstream = upstreams[dialect.name];
  const refuse = (status: number, why: string) => {
    reply(response, status, dialect.refusal(why));
    return null;
  };
  const body = await readBody(request, MAX_REQUEST_BYTES);
  if (!body) return refuse(413, `the request is larger than ${MAX_REQUEST_BYTES} bytes`);
  if (body.value === undefined) return refuse(400, 'the request is not JSON, or nested too deep');
  if (!upstream) return refuse(400, `this model is not spoken to in ${dialect.name}`);
  if (signal.aborted) return refuse(400, 'the rollout is over');
  const path = (dialect.path.exec(pathname)?.[0] ?? '') + search;
  return { dialect, upstream, path, source: body.source, body: body.value, view: dialect.readRequest(body.value) };
}

/** Agents send what they like: what makes no URL is nowhere. */
function placeOf({ url = '/' }: IncomingMessage): URL {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : new URL('http://localhost');
}

type Passed = Pick<Exchange, 'status' | 'contentType' | 'response' | 'answer' | 'brokenBy'>;

async function passOn(
  { signal }: GatewayOptions,
  asked: Asked,
  { wrapUp, request, response }: { wrapUp: boolean; request: IncomingMessage; response: ServerResponse },
): Promise<Passed> {
  const { dialect, upstream, path } = asked;
  const breaker = watchEnds(signal, response);
  try {
    const sent = { headers: request.headers, body: editedBody(asked, wrapUp), signal: breaker.signal };
    const answer = await forward(upstream, path, sent);
    return await passBack(dialect, answer, response, breaker);
  } catch (error) {
    // There is no answer: its head never came.
    const why = error instanceof Error ? error.message : String(error);
    reply(response, 502, dialect.refusal(`the model provider can't be reached: ${why}`));
    const none = { usage: NO_USAGE, said: '', calls: [], whole: false, failed: why };
    const brokenBy = breaker.brokenBy ?? 'provider';
    return { status: null, contentType: '', response: Buffer.alloc(0), answer: none, brokenBy };
  } finally {
    breaker.stop();
  }
}

async function passBack(
  dialect: Dialect,
  answer: IncomingMessage,
  response: ServerResponse,
  breaker: ReturnType<typeof watchEnds>,
): Promise<Passed> {
  const status = answer.statusCode ?? 502;
  const contentType = answer.headers['content-type'] ?? '';
  const reader = createAnswerReader(dialect, contentType);
  const chunks: Buffer[] = [];
  answer.once('error', () => breaker.broke('provider'));
  response.writeHead(status, endToEnd(answer.headers));
  const tap = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      reader.push(chunk);
      chunks.push(chunk);
      yield chunk;
    }
  };
  // Who broke off is known by then; the agent sees a connection that ends too early, as it would without us.
  await pipeline(answer, tap, response).catch(() => response.destroy());
  const end = reader.end();
  const isCut = status < 300 && !end.whole;
  return {
    status,
    contentType,
    response: Buffer.concat(chunks),
    answer: end,
    brokenBy: breaker.brokenBy ?? (isCut ? 'provider' : null),
  };
}

/** Who ended an exchange first. When the agent leaves or the rollout ends, `signal` ends the provider's side too. */
function watchEnds(over: AbortSignal, response: ServerResponse) {
  const leave = new AbortController();
  let brokenBy: Exchange['brokenBy'] = null;
  const broke = (by: 'provider' | 'agent') => {
    brokenBy ??= by;
    leave.abort();
  };
  const overNow = () => broke('agent');
  const byAgent = () => response.writableFinished || broke('agent');
  response.once('close', byAgent);
  over.addEventListener('abort', overNow, { once: true });
  return {
    signal: leave.signal,
    broke,
    get brokenBy() {
      return brokenBy;
    },
    stop() {
      response.off('close', byAgent);
      over.removeEventListener('abort', overNow);
    },
  };
}

/** The agent's own bytes where nothing has to change. */
function editedBody({ dialect, source, body, view }: Asked, wrapUp: boolean): Buffer {
  const withheld = wrapUp && view.tools.length > 0 ? { tool_choice: dialect.noTools } : null;
  const edits = { ...dialect.askForUsage(body), ...withheld };
  return Object.keys(edits).length === 0 ? source : Buffer.from(JSON.stringify({ ...record(body), ...edits }));
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
