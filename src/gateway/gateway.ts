import { setMaxListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pLimit from 'p-limit';
import { readBody } from '../loopback/body.ts';
import { samplingOf } from '../trajectory/sampling.ts';
import type { Account } from './account.ts';
import type { Asked } from './asked.ts';
import { type DialectName, NO_USAGE } from './dialects/dialect.ts';
import { dialectAt } from './dialects/kinds.ts';
import { editBody } from './edit-body.ts';
import { type Exchange, isAnswered } from './exchange.ts';
import { abandoned, passOn } from './pass-on.ts';
import { reply } from './reply.ts';
import { type RequestEdit, type RequestPolicy, vetRequest } from './requests/vet.ts';
import { createThreads, type Openings } from './thread.ts';
import type { Upstream } from './upstream.ts';
import { watchEnds } from './watch-ends.ts';

export type GatewayOptions = {
  upstreams: Partial<Record<DialectName, Upstream>>;
  account: Account;
  /** What requests may ask for. */
  policy: RequestPolicy;
  /** What of a request was changed before it was passed on, beside what the docs say of each. */
  onEdit?(edit: RequestEdit): void;
  /** Of a recording that answers. */
  openings?: Openings;
  /** Before a turn is passed on: what has to be done between two turns is done while it is held. */
  beforeTurn?: (turn: number) => Promise<void>;
  /** After each model call, whole or not. */
  onExchange(exchange: Exchange): void;
  /** What no answer may tell an agent, though a provider may say it in an error: its key. */
  secret?: string | null;
  /** When aborted, what is under way breaks off and nothing more is forwarded. */
  signal: AbortSignal;
};

/** More than any model takes. */
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;
/** Requests of one agent; what is more waits. It bounds what they hold in memory and by how much they pass a limit. */
const MAX_AT_ONCE = 8;

/**
 * Answers an agent's requests to its model by passing them on. Bytes go through as they are, but for what requests/ says
 * of single fields, headers and tools; a stream of Chat Completions is asked for its usage, and at a limit tools are
 * withheld for one last answer.
 * Requests that are none of a model's turns (HEAD, lists of models) are answered here.
 */
export function createGateway(options: GatewayOptions) {
  const threads = createThreads(options.openings);
  const atOnce = pLimit(MAX_AT_ONCE);
  setMaxListeners(0, options.signal);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readAsked(options, request, response);
    if (!asked) return;
    const { view, dialect } = asked;
    for (const edit of asked.edits) options.onEdit?.(edit);
    const offersTools = view.tools.length > 0 && !view.withheld;
    const { thread: conversation } = threads.conversationOf(view);
    const admission = await admitted(options.account, { model: view.model, offersTools, conversation });
    if (admission.kind === 'refused') return reply(response, 400, dialect.refusal(admission.message));
    const wrapUp = admission.kind === 'wrap_up';
    const { ticket } = admission;
    const place = threads.placeOf(view);
    using ends = watchEnds(options.signal, response);
    if (ticket.turn !== null) {
      await options.beforeTurn?.(ticket.turn).catch((error: unknown) => {
        ticket.release({ tokens: NO_USAGE });
        throw error;
      });
    }
    const startedMs = performance.now();
    // It may have left while it was held.
    const isGone = ends.signal.aborted;
    const passage = { place, body: editBody(asked, wrapUp), headers: asked.headers, response, ends };
    const passed = isGone ? abandoned() : await passOn(asked, passage, options.secret ?? null);
    const durationMs = performance.now() - startedMs;
    (isAnswered(passed) ? ticket.charge : ticket.release)({
      tokens: passed.answer.usage,
      served: passed.answer.served,
    });
    const sampling = samplingOf(asked.body);
    const about = { ...place, turn: ticket.turn, model: view.model, offersTools, sampling, wrapUp, durationMs };
    options.onExchange({ ...about, request: asked.source, ...passed });
  };
  return (request: IncomingMessage, response: ServerResponse) => atOnce(() => serve(request, response));
}

async function admitted(account: Account, call: Parameters<Account['admit']>[0]) {
  let admission = account.admit(call);
  for (; admission.kind === 'later'; admission = account.admit(call)) await admission.changed;
  return admission;
}

/** Null where there is nothing to pass on: then it is answered. */
async function readAsked(
  { upstreams, policy, signal }: GatewayOptions,
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
  const raw = { dialect, source: body.source, body: body.value, headers: request.headers, search };
  const vetted = vetRequest(raw, policy);
  if ('refused' in vetted) return refuse(400, vetted.refused);
  const path = (dialect.path.exec(pathname)?.[0] ?? '') + vetted.search;
  const passed: unknown = JSON.parse(vetted.text);
  return { ...vetted, dialect, upstream, path, source: body.source, body: passed, view: dialect.readRequest(passed) };
}

/** Agents send what they like: what makes no URL is nowhere. */
function placeOf({ url = '/' }: IncomingMessage): URL {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost') : new URL('http://localhost');
}
