import { GymkhanaError } from '../errors.ts';
import { type Exchange, isAnswered, isProviderFailure } from '../gateway/exchange.ts';
import { isOverflow } from '../gateway/overflow.ts';
import type { Stop } from '../outcome/outcome.ts';
import type { OpenedModel } from './opened-model.ts';
import { failsItself } from './probe.ts';
import { describeFailure } from './record-exchange.ts';

/** How the newest exchange with the model ended, where it did not end well. */
type LastFailure = { kind: 'provider' | 'refused' | 'context'; message: string } | null;

/** What became of a rollout's calls to its model, and whose fault it is. */
export type Fate = {
  begins(): void;
  ended(exchange: Exchange): void;
  /** What an agent's end amounts to where its model failed. */
  judge(stop: Stop): Promise<Stop>;
};

/** So many trials in a row that a provider fails end a run. */
const MAX_FAILURES = 3;
/** Of one rollout, while it goes on. */
const MAX_CHECKS = 8;

export function followModel(model: OpenedModel, isRecorded: boolean): Fate {
  let lastFailure: LastFailure = null;
  let hasTools = false;
  let underWay = 0;
  let asked = 0;
  let answered = 0;
  let isLeft = false;
  let checks = 0;
  let check: { since: LastFailure; isOver: boolean; result: Promise<Checked> } | null = null;

  // What an agent asks beside its work, or of another model than its own, can fail by its own doing.
  const isOwn = ({ model: named, offersTools, wrapUp }: Exchange) => {
    hasTools ||= offersTools;
    return named === model.model && (offersTools || wrapUp || !hasTools);
  };
  /** Whether the provider fails at that very time: it may be back before the agent gives up. */
  const checkNow = () => {
    if (isRecorded || !model.watch || checks >= MAX_CHECKS) return;
    if (check && !check.isOver) {
      check.since = lastFailure;
      return;
    }
    checks += 1;
    const started = { since: lastFailure, isOver: false, result: checkItself(model) };
    void started.result.then(() => {
      started.isOver = true;
    });
    check = started;
  };
  const whyFailed = async (): Promise<string | null> => {
    if (isRecorded) return lastFailure?.kind === 'provider' ? lastFailure.message : null;
    const own = check && lastFailure && check.since === lastFailure ? await check.result : await checkItself(model);
    if (own.refused) throw own.refused;
    return own.why;
  };
  return {
    begins() {
      asked += 1;
      underWay += 1;
    },
    ended(exchange) {
      underWay -= 1;
      if (isAnswered(exchange)) answered += 1;
      if (!isOwn(exchange)) return;
      const { status } = exchange;
      lastFailure = failureOf(exchange);
      isLeft = status === null && exchange.brokenBy === 'agent';
      // Too many requests may be the agent's own: that shows when it is gone.
      if (lastFailure?.kind === 'provider' && status !== 429 && status !== 408) checkNow();
    },
    async judge(stop) {
      const isOwnEnd = stop === 'exited' || stop === 'agent_error';
      if (isOwnEnd && lastFailure?.kind === 'context') return 'context_limit';
      if (!isOwnEnd && stop !== 'time_limit') return stop;
      const isWaiting = asked > 0 && (answered === 0 || underWay > 0 || isLeft);
      if (lastFailure === null && !isWaiting) return stop;
      const why = await whyFailed();
      if (why !== null) throw failedBy(model, lastFailure?.message ?? why);
      if (model.watch) model.watch.failures = 0;
      return isOwnEnd && lastFailure?.kind === 'provider' ? 'model_error' : stop;
    },
  };
}

type Checked = { why: string | null; refused?: GymkhanaError };

/** Never rejects: it may be over before anybody looks. */
async function checkItself(model: OpenedModel): Promise<Checked> {
  try {
    return { why: await failsItself(model) };
  } catch (error) {
    if (error instanceof GymkhanaError) return { why: error.message, refused: error };
    return { why: String(error) };
  }
}

/** An infra error, and with the third in a row the run ends. */
function failedBy({ watch }: OpenedModel, problem: string): GymkhanaError {
  if (watch) watch.failures += 1;
  const code = (watch?.failures ?? 0) >= MAX_FAILURES ? 'MODEL_REFUSED' : 'MODEL_UNAVAILABLE';
  const fix = 'see whether the provider answers, then resume the run';
  return new GymkhanaError({ code, place: 'the model', problem, fix });
}

function failureOf(exchange: Exchange): LastFailure {
  const message = describeFailure(exchange);
  if (message === null) return null;
  if (isProviderFailure(exchange) && !isOverflow(exchange)) return { kind: 'provider', message };
  if (isOverflow(exchange)) return { kind: 'context', message };
  const { status } = exchange;
  return status !== null && status >= 401 && status <= 404 ? { kind: 'refused', message } : null;
}
