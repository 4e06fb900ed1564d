import type { Limits } from './limits.ts';

/** Milliseconds from some fixed moment; must never go back. */
type Clock = () => number;

export type Limit = 'turns' | 'minutes' | 'tokens' | 'cost';

type Admission = { kind: 'ok'; turn: number } | { kind: 'stop'; limit: Limit };

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

/** The meter of a rollout whose turns are counted elsewhere: what the agent does now belongs to the newest of them. */
export function followTurns(
  meter: Meter,
  count: { readonly turns: number; readonly current: number; readonly reached: Exclude<Limit, 'minutes'> | null },
): Meter {
  return {
    admit() {
      // The model had its last answer without tools: whatever is called now, it did not ask for.
      if (count.reached !== null) return { kind: 'stop', limit: count.reached };
      if (meter.remainingMs() === 0) return { kind: 'stop', limit: 'minutes' };
      return { kind: 'ok', turn: Math.max(1, count.current) };
    },
    get turns() {
      return count.turns;
    },
    elapsedMs: meter.elapsedMs,
    remainingMs: meter.remainingMs,
  };
}

function monotonicMs(): number {
  return performance.now();
}
