import type { Stop } from '../outcome/outcome.ts';

/** For an agent that has nothing more to do: long enough to end by itself, which most do at once. */
const GRACE_MS = 15_000;

type Ending = {
  /** Aborted when the agent must stop at once. */
  signal: AbortSignal;
  stop(reason: Stop): void;
  submitted(): void;
  wrapUp(limit: Stop): void;
  refuse(limit: Stop): void;
  /** `own` is what the agent's end would amount to. */
  after(own: Stop): Stop;
  /** Whatever still goes on ends. */
  close(): void;
};

/**
 * Why a rollout ends, said by whatever comes first: a limit, a submit, a cancelled run, or the agent's own end. At a limit
 * of its model an agent has one answer to wrap up, is refused another one, and is stopped where it does not end by itself.
 */
export function createEnding(): Ending {
  const over = new AbortController();
  let why: Stop | null = null;
  let wrappingUp: Stop | null = null;
  let grace: NodeJS.Timeout | undefined;
  const stop = (reason: Stop): void => {
    why ??= reason;
    over.abort();
  };
  return {
    signal: over.signal,
    stop,
    submitted() {
      why ??= 'submitted';
      grace ??= setTimeout(() => over.abort(), GRACE_MS);
    },
    wrapUp(limit) {
      wrappingUp ??= limit;
    },
    refuse(limit) {
      why ??= limit;
      grace ??= setTimeout(() => over.abort(), GRACE_MS);
    },
    after(own) {
      why ??= wrappingUp ?? own;
      return why;
    },
    close() {
      clearTimeout(grace);
      over.abort();
    },
  };
}
