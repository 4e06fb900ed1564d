import type { ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';

/** How long a provider is listened to when nobody waits for its answer: what that costs comes last. */
const DRAIN_MS = 30_000;

/** Who ended an exchange first. */
export type Ends = Disposable & {
  /** Ends the provider's side: when the rollout is over, and when the agent has left, before an answer or long after. */
  signal: AbortSignal;
  broke(by: 'provider' | 'agent'): void;
  /** From now on an agent that leaves has had an answer. */
  hasBegun(): void;
  readonly brokenBy: Exchange['brokenBy'];
};

export function watchEnds(over: AbortSignal, response: ServerResponse): Ends {
  const leave = new AbortController();
  let brokenBy: Exchange['brokenBy'] = null;
  let begun = false;
  let drain: NodeJS.Timeout | undefined;
  const broke = (by: 'provider' | 'agent') => {
    brokenBy ??= by;
    leave.abort();
  };
  const overNow = () => broke('agent');
  const byAgent = () => {
    if (response.writableFinished) return;
    if (!begun) return broke('agent');
    brokenBy ??= 'agent';
    drain ??= setTimeout(() => leave.abort(), DRAIN_MS);
  };
  response.once('close', byAgent);
  over.addEventListener('abort', overNow, { once: true });
  if (over.aborted) overNow();
  if (response.destroyed) byAgent();
  return {
    signal: leave.signal,
    broke,
    hasBegun() {
      begun = true;
    },
    get brokenBy() {
      return brokenBy;
    },
    [Symbol.dispose]() {
      clearTimeout(drain);
      response.off('close', byAgent);
      over.removeEventListener('abort', overNow);
    },
  };
}
