import type { Phases } from '../journal/record.ts';

type Phase = keyof Phases;

/** Seconds by phase, to the millisecond. */
export type Stopwatch = {
  readonly seconds: Phases;
  /** Takes the time of some work; of work that fails too. */
  time<T>(phase: Phase, work: () => Promise<T>): Promise<T>;
  /** For work that is no function: what is returned ends it. */
  start(phase: Phase): () => void;
};

export function createStopwatch(): Stopwatch {
  const seconds: Phases = {};
  const start = (phase: Phase) => {
    const startedMs = performance.now();
    return () => {
      seconds[phase] = Math.round(performance.now() - startedMs) / 1000;
    };
  };
  return {
    seconds,
    start,
    async time(phase, work) {
      const end = start(phase);
      try {
        return await work();
      } finally {
        end();
      }
    },
  };
}
