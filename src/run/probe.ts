import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { GymkhanaError } from '../errors.ts';
import { codeOf } from '../gateway/error-code.ts';
import { tryJson } from '../json.ts';
import { keyHeaders, type ModelSpec } from '../model/providers.ts';
import { cutText } from '../text/cut.ts';

type OpenedModel = ModelSpec & { key: string | null };

/** What a provider answered; `status` null where it did not. */
type Reply = { status: number | null; why: string; body: unknown };

const PATIENCE_MS = 8_000;
/** A connection that is refused may be a server that starts again. */
const REFUSED_TRIES = 3;

/**
 * Asks each provider before the first trial whether it takes the key and knows the model: by its list of models, else by
 * an answer of one token, which is kept in probes.jsonl of the run. Only a refusal stops the run.
 * @throws GymkhanaError MODEL_REFUSED
 */
export async function probeModels(
  models: Iterable<OpenedModel>,
  { folder, say }: { folder: string; say(text: string): void },
): Promise<void> {
  await Promise.all([...models].map((model) => probeModel(model, { folder, say })));
}

async function probeModel(model: OpenedModel, { folder, say }: { folder: string; say(text: string): void }) {
  for (let n = 1; ; n += 1) {
    const listed = await send(model, '/models', null);
    if (listed.status === 200 && isListed(listed.body, model.model)) return;
    const reply = listed.why === 'ECONNREFUSED' ? listed : await askFor(model, 1);
    if (reply !== listed) await keep(folder, model, reply);
    const isRefused = reply.why === 'ECONNREFUSED';
    if (isRefused && n < REFUSED_TRIES) {
      say(`${model.ref}: retrying, ${reply.why}`);
      await wait(1_000 * n);
      continue;
    }
    if (isRefused || isRefusal(reply.status)) throw refused(model, reply);
    if (reply.status === null || reply.status === 429 || reply.status >= 500) say(`${model.ref}: ${reply.why}`);
    return;
  }
}

/**
 * Whether a provider fails at the harness's own minimal request too: only then a failure is none of an agent's.
 * @throws GymkhanaError MODEL_REFUSED where it refuses the key or the model
 */
export async function failsItself(model: OpenedModel): Promise<string | null> {
  const reply = await askFor(model, 16);
  if (reply.why === 'ECONNREFUSED' || isRefusal(reply.status)) throw refused(model, reply);
  return reply.status !== null && reply.status < 300 ? null : reply.why;
}

function isRefusal(status: number | null): boolean {
  return status !== null && status >= 401 && status <= 404;
}

function refused({ ref, provider }: OpenedModel, { why }: Reply): GymkhanaError {
  const key = provider.keyVariable === undefined ? '' : `, the key in ${provider.keyVariable}`;
  const fix = `mend the model's name${key} or the provider's address, then resume the run`;
  return new GymkhanaError({ code: 'MODEL_REFUSED', place: `--model ${ref}`, problem: why, fix });
}

/** Some servers know the bound of an answer by another name. */
async function askFor(model: OpenedModel, tokens: number): Promise<Reply> {
  const messages = [{ role: 'user', content: 'Hi' }];
  const path = model.provider.speaks === 'anthropic' ? '/messages' : '/chat/completions';
  const reply = await send(model, path, { model: model.model, messages, max_tokens: tokens });
  if (reply.status !== 400 || model.provider.speaks === 'anthropic') return reply;
  return send(model, path, { model: model.model, messages, max_completion_tokens: tokens });
}

async function send({ provider, key }: OpenedModel, path: string, body: object | null): Promise<Reply> {
  const headers = {
    ...keyHeaders(provider, key),
    'content-type': 'application/json',
    ...(provider.speaks === 'anthropic' && { 'anthropic-version': '2023-06-01' }),
  };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const request = body === null ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(provider.baseUrl.replace(/\/$/, '') + path, { headers, signal, ...request });
    const said = await response.text();
    const { status } = response;
    const parsed = tryJson(said);
    const isError =
      body !== null && status < 300 && Boolean((parsed as { error?: unknown } | undefined)?.error ?? !parsed);
    const shown = key ? said.replaceAll(key, '***') : said;
    return {
      status: isError ? 502 : status,
      why: `the provider answers ${status}: ${cutText(shown, 300)}`,
      body: parsed,
    };
  } catch (error) {
    const code = codeOf((error as { cause?: unknown }).cause ?? error);
    return { status: null, why: code, body: null };
  }
}

function isListed(body: unknown, model: string): boolean {
  const data = (body as { data?: unknown } | null)?.data;
  const ids = Array.isArray(data) ? data.map((one: { id?: unknown } | null) => one?.id) : [];
  return ids.includes(model) || ids.includes(`${model}:latest`);
}

async function keep(folder: string, { ref }: OpenedModel, { status, body }: Reply): Promise<void> {
  const usage = (body as { usage?: unknown } | null)?.usage ?? null;
  const line = { at: new Date().toISOString(), model: ref, status, usage };
  await appendFile(join(folder, 'probes.jsonl'), `${JSON.stringify(line)}\n`);
}
