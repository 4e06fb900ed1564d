import { Readable } from 'node:stream';
import { createLedger, type Ledger, type ModelLimit } from '../budget/ledger.ts';
import type { Limits } from '../budget/limits.ts';
import type { Meter } from '../budget/meter.ts';
import { type Exchange, isAnswered, isProviderFailure } from '../gateway/exchange.ts';
import { forwardTo } from '../gateway/forward.ts';
import { type Gateway, openGateway } from '../gateway/open.ts';
import { type PaidOnce, payOnce, type SameBy } from '../gateway/paid.ts';
import { openPaidFile } from '../gateway/paid-file.ts';
import type { Recording } from '../gateway/recorded.ts';
import type { Upstream } from '../gateway/upstream.ts';
import type { Usage } from '../journal/record.ts';
import type { ModelAccess } from '../model/model.ts';
import { keyHeaders } from '../model/providers.ts';
import type { Bodies } from '../trajectory/bodies.ts';
import type { EventBody } from '../trajectory/event.ts';
import { countSettings, type Sampling } from '../trajectory/sampling.ts';
import { type AskedFacts, createAskedFacts, mustBePriced } from './asked-facts.ts';
import { type Fate, followModel } from './model-fate.ts';
import type { OpenedModel } from './opened-model.ts';
import { recordExchange } from './record-exchange.ts';

export type { OpenedModel } from './opened-model.ts';

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

export type ModelSession = AsyncDisposable & {
  gateway: Gateway;
  ledger: Ledger;
  fate: Fate;
  /** Parts of its usage are estimated. */
  readonly isEstimated: boolean;
  /** The newest answer that is on file; null where there is none. */
  readonly newestPaid: PaidOnce | null;
  model: OpenedModel;
  isRecorded: boolean;
  facts: AskedFacts;
  sampling(): Sampling[];
};

/** One rollout's way to its model: a gateway that counts in a ledger, holds the limits and records every exchange. */
export async function openModelSession(options: SessionOptions): Promise<ModelSession> {
  const { model, helperModels, limits, signal } = options;
  const ledger = createLedger(limits, { priceOf: model.priceOf, onLimit: options.onLimit });
  const facts = createAskedFacts(model.model);
  const settings = countSettings();
  const fate = followModel(model, options.recorded !== null);
  let isEstimated = false;
  let toldMs = -Infinity;
  const tell = ({ status, trouble }: Exchange) => {
    if (options.recorded || performance.now() - toldMs < TOLD_EVERY_MS) return;
    toldMs = performance.now();
    model.watch?.say(`${model.ref}: retrying, ${trouble ?? (status === null ? 'no answer' : `status ${status}`)}`);
  };
  let newestPaid: PaidOnce | null = null;
  const { upstream, close } = await openUpstream(options, (answer) => {
    newestPaid = answer;
  });
  const gateway = await openGateway({
    upstreams: model.provider.speaks === 'anthropic' ? { messages: upstream } : { chat: upstream, responses: upstream },
    account: {
      admit(call) {
        const admission = ledger.admit(call);
        if ('ticket' in admission) fate.begins();
        return admission;
      },
    },
    policy: { model: model.model, helperModels, pass: model.pass },
    onEdit(edit) {
      if (facts.addEdit(edit)) options.recorder.record({ type: 'request_edit', ...edit });
    },
    secret: model.key,
    ...(options.recorded && { openings: options.recorded.openings }),
    onExchange(exchange) {
      settings.add(exchange.model, exchange.sampling);
      if (isProviderFailure(exchange)) tell(exchange);
      fate.ended(exchange);
      isEstimated ||= exchange.answer.isEstimated === true;
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
    sampling: settings.list,
    model,
    isRecorded: options.recorded !== null,
    fate,
    get isEstimated() {
      return isEstimated;
    },
    get newestPaid() {
      return newestPaid;
    },
    facts,
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
  const { ledger, facts, isEstimated } = session;
  const told = { ...facts.told(), ...(isEstimated && { estimated: true as const }) };
  return { ...usage, model: { ...ledger.tokens, costUsd: ledger.costUsd, ...told } };
}

/** What the agent is told of its model. */
export function accessOf({ model, provider }: OpenedModel, { gateway }: ModelSession): ModelAccess {
  return { url: gateway.url, key: gateway.key, model, speaks: provider.speaks };
}
