import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { costOf, type Price } from '../budget/prices.ts';
import { GymkhanaError } from '../errors.ts';
import { codeOf } from '../gateway/error-code.ts';
import { tryJson } from '../json.ts';
import { keyHeaders, type ModelSpec } from '../model/providers.ts';
import { cutText } from '../text/cut.ts';

type OpenedModel = ModelSpec & {
  key: string | null;
  priceOf(model: string): Price | null;
  watch?: { keep(probe: Probe): Promise<void> };
};

/** A request of the harness's own, and what it cost. */
export const Probe = z.object({
  at: z.string(),
  model: z.string(),
  status: z.number().nullable(),
  input: z.int().nonnegative(),
  output: z.int().nonnegative(),
  /** null: its price is not known. */
  costUsd: z.number().nonnegative().nullable(),
});
export type Probe = z.infer<typeof Probe>;
export const PROBES_FILE = 'probes.jsonl';

/** What a provider answered; `status` null where it did not. */
type Reply = { status: number | null; why: string; body: unknown };

const PATIENCE_MS = 8_000;
/** A server may be busy with what the agent has asked. */
const LONG_PATIENCE_MS = 20_000;
/** Where a provider has too many requests: those of the agent end with it. */
const PAUSES_MS = [1_000, 4_000];
/** A connection that is refused may be a server that starts again. */
const REFUSED_TRIES = 3;

/**
 * Asks each provider before the first trial whether it takes the key and knows the model: by its list of models, else by
 * an answer of one token. Only a refusal stops the run.
 * @throws GymkhanaError MODEL_REFUSED
 */
export async function probeModels(models: Iterable<OpenedModel>, say: (text: string) => void): Promise<void> {
  await Promise.all([...models].map((model) => probeModel(model, say)));
}

async function probeModel(model: OpenedModel, say: (text: string) => void) {
  for (let n = 1; ; n += 1) {
    const listed = await send(model, '/models', null);
    if (listed.status === 200 && isListed(listed.body, model.model)) return;
    const reply = listed.why === 'ECONNREFUSED' ? listed : await askFor(model, 1);
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
  let reply = await askFor(model, 16, LONG_PATIENCE_MS);
  for (const pause of PAUSES_MS) {
    if (reply.status !== 429 && reply.status !== 408) break;
    await wait(pause);
    reply = await askFor(model, 16, LONG_PATIENCE_MS);
  }
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
async function askFor(model: OpenedModel, tokens: number, patienceMs = PATIENCE_MS): Promise<Reply> {
  const messages = [{ role: 'user', content: 'Hi' }];
  const path = model.provider.speaks === 'anthropic' ? '/messages' : '/chat/completions';
  const ask = async (bound: string) => {
    const reply = await send(model, path, { model: model.model, messages, [bound]: tokens }, patienceMs);
    await model.watch?.keep(probeOf(model, reply));
    return reply;
  };
  const reply = await ask('max_tokens');
  if (reply.status !== 400 || model.provider.speaks === 'anthropic') return reply;
  return ask('max_completion_tokens');
}

async function send(
  { provider, key }: OpenedModel,
  path: string,
  body: object | null,
  patienceMs = PATIENCE_MS,
): Promise<Reply> {
  const headers = {
    ...keyHeaders(provider, key),
    'content-type': 'application/json',
    ...(provider.speaks === 'anthropic' && { 'anthropic-version': '2023-06-01' }),
  };
  try {
    const signal = AbortSignal.timeout(patienceMs);
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

/** As either dialect tells its usage. */
function probeOf({ ref, model, priceOf }: OpenedModel, { status, body }: Reply): Probe {
  const told = (body as { usage?: Record<string, unknown> } | null)?.usage ?? {};
  const count = (...names: string[]) =>
    names.map((name) => told[name]).find(Number.isSafeInteger) as number | undefined;
  const input = Math.max(0, count('prompt_tokens', 'input_tokens') ?? 0);
  const output = Math.max(0, count('completion_tokens', 'output_tokens') ?? 0);
  const price = priceOf(model);
  const costUsd = price && costOf({ input, output, cachedInput: 0, cacheWrite: 0 }, price);
  return { at: new Date().toISOString(), model: ref, status, input, output, costUsd };
}
