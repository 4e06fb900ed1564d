import { Readable } from 'node:stream';
import { createLedger, type Ledger, type ModelLimit } from '../budget/ledger.ts';
import type { Limits } from '../budget/limits.ts';
import type { Meter } from '../budget/meter.ts';
import type { Price } from '../budget/prices.ts';
import { GymkhanaError } from '../errors.ts';
import { type Exchange, isAnswered, isProviderFailure } from '../gateway/exchange.ts';
import { forwardTo } from '../gateway/forward.ts';
import { type Gateway, openGateway } from '../gateway/open.ts';
import { isOverflow } from '../gateway/overflow.ts';
import { type PaidOnce, payOnce, type SameBy } from '../gateway/paid.ts';
import { openPaidFile } from '../gateway/paid-file.ts';
import type { Recording } from '../gateway/recorded.ts';
import type { Upstream } from '../gateway/upstream.ts';
import type { Usage } from '../journal/record.ts';
import type { ModelAccess } from '../model/model.ts';
import { keyHeaders, type ModelSpec } from '../model/providers.ts';
import type { Stop } from '../outcome/outcome.ts';
import type { Bodies } from '../trajectory/bodies.ts';
import type { EventBody } from '../trajectory/event.ts';
import { type AskedFacts, createAskedFacts, mustBePriced } from './asked-facts.ts';
import { failsItself } from './probe.ts';
import { describeFailure, recordExchange } from './record-exchange.ts';

/** A model that an entry names, and what opens it. */
export type OpenedModel = ModelSpec & {
  /** The provider's, null where it wants none. */
  key: string | null;
  /** It answers again what it answered in a recorded run; only what is not on record there is asked. */
  isReplayed?: true;
  /** What agents may send to it though it is not known, by name. */
  pass: readonly string[];
  /** Of any model of this provider. */
  priceOf(model: string): Price | null;
  /** Of a run: what people are told of the provider meanwhile, and how many trials in a row it has failed. */
  watch?: { say(text: string): void; failures: number };
};

/** `by`: see payOnce. */
export type Paid = { file: string; by: SameBy };

type SessionOptions = {
  model: OpenedModel;
  /** Others of its provider that the agent may ask. */
  helperModels: readonly string[];
  /** What answers in place of the model's provider, for a replay. */
  recorded: Recording | null;
  /** Where answers are kept that are paid for, so that a resume doesn't pay again; null: nowhere. */
  paid: Paid | null;
  limits: Limits;
  recorder: { record(body: EventBody): void };
  bodies: Pick<Bodies, 'keepRequest' | 'keepAnswer'>;
  beforeTurn?: (turn: number) => Promise<void>;
  onLimit(limit: ModelLimit, action: 'wrap_up' | 'stop'): void;
  signal: AbortSignal;
};

/** A provider that fails is told of, and then so often. */
const TOLD_EVERY_MS = 10_000;

/** How the newest exchange with the model ended, where it did not end well. */
type LastFailure = { kind: 'provider' | 'refused' | 'context'; message: string } | null;

export type ModelSession = AsyncDisposable & {
  gateway: Gateway;
  ledger: Ledger;
  readonly lastFailure: LastFailure;
  /** It asked, and had no answer at all. */
  readonly isUnanswered: boolean;
  /** The newest answer that is on file; null where there is none. */
  readonly newestPaid: PaidOnce | null;
  model: OpenedModel;
  isRecorded: boolean;
  facts: AskedFacts;
};

/** One rollout's way to its model: a gateway that counts in a ledger, holds the limits and records every exchange. */
export async function openModelSession(options: SessionOptions): Promise<ModelSession> {
  const { model, helperModels, limits, signal } = options;
  const ledger = createLedger(limits, { priceOf: model.priceOf, onLimit: options.onLimit });
  const facts = createAskedFacts(model.model);
  let lastFailure: LastFailure = null;
  let hasTools = false;
  let asked = 0;
  let answered = 0;
  let toldMs = -Infinity;
  const tell = ({ status, trouble }: Exchange) => {
    if (options.recorded || performance.now() - toldMs < TOLD_EVERY_MS) return;
    toldMs = performance.now();
    model.watch?.say(`${model.ref}: retrying, ${trouble ?? (status === null ? 'no answer' : `status ${status}`)}`);
  };
  // What an agent asks beside its work, or of another model than its own, can fail by its own doing.
  const isOwn = ({ model: named, offersTools, wrapUp }: Exchange) => {
    hasTools ||= offersTools;
    return named === model.model && (offersTools || wrapUp || !hasTools);
  };
  let newestPaid: PaidOnce | null = null;
  const { upstream, close } = await openUpstream(options, (answer) => {
    newestPaid = answer;
  });
  const gateway = await openGateway({
    upstreams: model.provider.speaks === 'anthropic' ? { messages: upstream } : { chat: upstream, responses: upstream },
    account: {
      admit(call) {
        asked += 1;
        return ledger.admit(call);
      },
    },
    policy: { model: model.model, helperModels, pass: model.pass },
    onEdit(edit) {
      if (facts.addEdit(edit)) options.recorder.record({ type: 'request_edit', ...edit });
    },
    secret: model.key,
    ...(options.recorded && { openings: options.recorded.openings }),
    onExchange(exchange) {
      if (isAnswered(exchange)) answered += 1;
      if (isProviderFailure(exchange)) tell(exchange);
      if (isOwn(exchange)) lastFailure = failureOf(exchange);
      recordExchange(options, exchange);
      if (!isAnswered(exchange)) return;
      facts.addAnswer(exchange);
      mustBePriced(exchange, { ...model, limits });
    },
    signal,
    ...(options.beforeTurn && { beforeTurn: options.beforeTurn }),
  });
  return {
    gateway,
    ledger,
    model,
    isRecorded: options.recorded !== null,
    get isUnanswered() {
      return asked > 0 && answered === 0;
    },
    get newestPaid() {
      return newestPaid;
    },
    facts,
    get lastFailure() {
      return lastFailure;
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await close();
    },
  };
}

/** The model's provider, or what answers in its place. A recording is nobody's to pay. */
async function openUpstream({ model, recorded, paid }: SessionOptions, onAnswer: (answer: PaidOnce | null) => void) {
  const provider = recorded?.answer ?? providerOf(model);
  if (recorded || paid === null) return { upstream: provider, close: async () => {} };
  const file = await openPaidFile(paid.file);
  return { upstream: payOnce(provider, file, paid.by, onAnswer), close: () => file[Symbol.asyncDispose]() };
}

function providerOf({ isReplayed, provider, key }: OpenedModel): Upstream {
  const { keyVariable, baseUrl } = provider;
  if (isReplayed && keyVariable !== undefined && key === null) return refuseWithout(keyVariable);
  return forwardTo({ baseUrl, headers: keyHeaders(provider, key) });
}

/** What no key is there for, as a provider would say it. */
function refuseWithout(keyVariable: string): Upstream {
  const message = `this was not asked when it was recorded, and ${keyVariable} is not set`;
  const body = JSON.stringify({ error: { type: 'authentication_error', message } });
  const headers = { 'content-type': 'application/json' };
  return async () => ({ status: 401, headers, body: Readable.from([Buffer.from(body)]) });
}

export function usageOf(meter: Pick<Meter, 'turns' | 'elapsedMs'>, session: ModelSession | null): Usage {
  const usage = { turns: meter.turns, seconds: meter.elapsedMs() / 1000 };
  if (!session) return usage;
  const { ledger, facts } = session;
  return { ...usage, model: { ...ledger.tokens, costUsd: ledger.costUsd, ...facts.told() } };
}

/** What the agent is told of its model. */
export function accessOf({ model, provider }: OpenedModel, { gateway }: ModelSession): ModelAccess {
  return { url: gateway.url, key: gateway.key, model, speaks: provider.speaks };
}

/** So many trials in a row that a provider fails end a run. */
const MAX_FAILURES = 3;

/**
 * What an agent's end amounts to where its model failed. A failure is the provider's only where that fails at the
 * harness's own minimal request too, which no agent can bring about.
 * @throws GymkhanaError MODEL_UNAVAILABLE, an infra error; MODEL_REFUSED, with which the run ends
 */
export async function judgeModel(stop: Stop, session: ModelSession | null): Promise<Stop> {
  const failure = session?.lastFailure ?? null;
  const isOwnEnd = stop === 'exited' || stop === 'agent_error';
  if (isOwnEnd && failure?.kind === 'context') return 'context_limit';
  if (!session || !(isOwnEnd || stop === 'time_limit')) return stop;
  if (failure === null && !session.isUnanswered) return stop;
  const { model, isRecorded } = session;
  const why = isRecorded ? (failure?.kind === 'provider' ? failure.message : null) : await failsItself(model);
  const { watch } = model;
  if (why === null) {
    if (watch) watch.failures = 0;
    return isOwnEnd && failure?.kind === 'provider' ? 'model_error' : stop;
  }
  if (watch) watch.failures += 1;
  const code = (watch?.failures ?? 0) >= MAX_FAILURES ? 'MODEL_REFUSED' : 'MODEL_UNAVAILABLE';
  const fix = 'see whether the provider answers, then resume the run';
  throw new GymkhanaError({ code, place: 'the model', problem: failure?.message ?? why, fix });
}

function failureOf(exchange: Exchange): LastFailure {
  const message = describeFailure(exchange);
  if (message === null) return null;
  if (isProviderFailure(exchange) && !isOverflow(exchange)) return { kind: 'provider', message };
  if (isOverflow(exchange)) return { kind: 'context', message };
  const { status } = exchange;
  return status !== null && status >= 401 && status <= 404 ? { kind: 'refused', message } : null;
}
