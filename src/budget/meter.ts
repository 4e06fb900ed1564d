import type { Limits } from './limits.ts';

/** Milliseconds from some fixed moment; must never go back. */
type Clock = () => number;

type Admission = { kind: 'ok'; turn: number } | { kind: 'stop'; limit: 'turns' | 'minutes' };

/** Counts what one rollout uses. Owned by the harness: an agent never reports its own turns. */
export interface Meter {
  /** Admits the next turn and charges it at once, so a turn that fails or never ends has been paid. */
  admit(): Admission;
  /** Charged so far. */
  readonly turns: number;
  /** Wall time since the meter was created. */
  elapsedMs(): number;
  /** Wall time left, never below 0. */
  remainingMs(): number;
}

/** Starts counting now. Where both limits are reached the turns are named, so that a repeat says the same. */
export function createMeter(limits: Pick<Limits, 'turns' | 'minutes'>, clock: Clock = monotonicMs): Meter {
  const startedMs = clock();
  const limitMs = limits.minutes * 60_000;
  let turns = 0;
  const elapsedMs = () => clock() - startedMs;
  return {
    admit() {
      if (turns >= limits.turns) return { kind: 'stop', limit: 'turns' };
      if (elapsedMs() >= limitMs) return { kind: 'stop', limit: 'minutes' };
      turns += 1;
      return { kind: 'ok', turn: turns };
    },
    get turns() {
      return turns;
    },
    elapsedMs,
    remainingMs: () => Math.max(0, limitMs - elapsedMs()),
  };
}

function monotonicMs(): number {
  return performance.now();
}
