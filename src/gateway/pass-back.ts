import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { setImmediate as yieldOnce } from 'node:timers/promises';
import type { AnswerEnd } from './answer-end.ts';
import type { Asked } from './asked.ts';
import type { Dialect } from './dialects/dialect.ts';
import { isOfTheRequest } from './exchange.ts';
import type { Passage, Passed } from './passage.ts';
import { createAnswerReader } from './read-answer.ts';
import { reply } from './reply.ts';
import type { UpstreamAnswer } from './upstream.ts';

/** How long a stream without content is held back: it may still become a failure that clients try again after. */
const HOLD_MS = 20_000;

/**
 * Hands an answer to the agent. A provider that fails inside a success status is given a status that says so, and clients
 * try again; once an agent has had content it is too late for that.
 */
export async function passBack(
  { dialect }: Asked,
  answer: UpstreamAnswer,
  { response, ends }: Passage,
  secret: string | null,
): Promise<Passed> {
  const { status, headers, body } = answer;
  body.once('error', () => ends.broke('provider'));
  ends.hasBegun();
  if (status >= 300) {
    const { chunks, reader } = await readRefusal(dialect, answer);
    const refused = hide(chunks, secret);
    send(response, { status, headers }, refused);
    const end = { ...reader.end({ brokeOff: true }), failed: null };
    return { status, headers, response: refused, answer: end, brokenBy: ends.brokenBy };
  }
  const { reader, chunks, out, brokeOff } = await relay(dialect, answer, response);
  const { isRecorded = false } = answer;
  const end = reader.end({ brokeOff: brokeOff || ends.brokenBy !== null, isRecorded });
  if (end.failed !== null && !isRecorded && !out.hasBegun && ends.brokenBy === null)
    return refuse(dialect, response, end, secret);
  if (brokeOff && !out.hasBegun && !reader.streams) {
    reply(response, 502, dialect.refusal('the answer of the model provider broke off'));
  } else {
    await out.flush();
    // The agent sees a connection that ends too early, as it would without us.
    const isCut = brokeOff || (end.failed !== null && !reader.isDone());
    // What came before must be out, or the agent sees nothing instead of a part.
    if (isCut) await yieldOnce();
    if (isCut) response.destroy();
    else response.end();
  }
  const isRequests = end.failed !== null && isOfTheRequest(end.code);
  const brokenBy = ends.brokenBy ?? (end.failed === null || isRequests ? null : 'provider');
  const seen = isRequests ? end.code : status;
  return { status: seen, headers, response: Buffer.concat(chunks), answer: end, brokenBy };
}

async function readRefusal(dialect: Dialect, { headers, body }: UpstreamAnswer) {
  const reader = createAnswerReader(dialect, headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    // What came of it is said.
  }
  return { reader, chunks };
}

/** Reads an answer to its end; a stream is passed on meanwhile, from its first content on. */
async function relay(
  dialect: Dialect,
  { status, headers, body, isRecorded }: UpstreamAnswer,
  response: ServerResponse,
) {
  const reader = createAnswerReader(dialect, headers['content-type'] ?? '');
  const chunks: Buffer[] = [];
  const heldUntilMs = performance.now() + HOLD_MS;
  let sent = 0;
  const out = {
    hasBegun: false,
    async flush(): Promise<void> {
      if (!response.headersSent && !response.destroyed) response.writeHead(status, headers);
      out.hasBegun = true;
      // Once the agent has left it is only read, for what it costs.
      for (; sent < chunks.length; sent += 1) {
        if (!response.destroyed && !response.write(chunks[sent]!)) await drained(response);
      }
    },
  };
  let brokeOff = false;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      reader.push(chunk);
      chunks.push(chunk);
      const isDue = out.hasBegun || reader.hasContent() || performance.now() > heldUntilMs;
      if (isRecorded || (reader.streams && isDue)) await out.flush();
    }
  } catch {
    brokeOff = true;
  }
  return { reader, chunks, out, brokeOff };
}

/** Of a failure inside a success status that no agent has seen yet. */
function refuse(dialect: Dialect, response: ServerResponse, answer: AnswerEnd, secret: string | null): Passed {
  const status = answer.code ?? 502;
  const headers = { 'content-type': 'application/json' };
  const body = hide([Buffer.from(JSON.stringify(dialect.refusal(answer.failed ?? '')))], secret);
  send(response, { status, headers }, body);
  return { status, headers, response: body, answer, brokenBy: null };
}

function send(
  response: ServerResponse,
  { status, headers }: { status: number; headers: IncomingHttpHeaders },
  body: Buffer,
): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  response.end(body);
}

/** Providers repeat a key that they refuse. */
function hide(chunks: readonly Buffer[], secret: string | null): Buffer {
  const whole = Buffer.concat(chunks);
  return secret && whole.includes(secret) ? Buffer.from(whole.toString().replaceAll(secret, '***')) : whole;
}

async function drained(response: ServerResponse): Promise<void> {
  const end = new AbortController();
  const { signal } = end;
  await Promise.race(['drain', 'close', 'error'].map((event) => once(response, event, { signal }))).catch(() => {});
  end.abort();
}
