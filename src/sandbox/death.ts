import { GymkhanaError } from '../errors.ts';

/** Something that a sandbox stands on. */
export type Part = {
  /** Resolves when it is gone. */
  ended: Promise<unknown>;
  /** What outside of the sandbox ended it, on evidence that code inside can't produce; null where there is none. */
  fromOutside(): Promise<string | null>;
};

/** Notices what a sandbox loses while it is alive, and asks for the evidence at once: engines don't keep it for long. */
export type DeathWatch = {
  add(part: Part): void;
  /** From now on nothing is noticed: the sandbox is ended on purpose. */
  stop(): void;
  died: Promise<void>;
  endedFromOutside(): Promise<string | null>;
};

export function createDeathWatch(): DeathWatch {
  const reasons: Promise<string | null>[] = [];
  let isOver = false;
  let tell = () => {};
  const died = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const notice = ({ fromOutside }: Part) => {
    if (isOver) return;
    const reason = fromOutside();
    // Whoever asks is told.
    reason.catch(() => {});
    reasons.push(reason);
    tell();
  };
  return {
    add: (part) => void part.ended.then(() => notice(part)),
    stop() {
      isOver = true;
    },
    died,
    endedFromOutside: async () => (await Promise.all(reasons)).find((reason) => reason !== null) ?? null,
  };
}

export function dead(name: string): GymkhanaError {
  const problem = 'the sandbox is not running';
  return new GymkhanaError({ code: 'SANDBOX_DIED', place: name, problem, fix: 'open a new one' });
}

/** An infra error, never a fault of what ran inside. */
export function endedBy(name: string, what: string): GymkhanaError {
  const problem = `the sandbox was ended from outside: ${what}`;
  return new GymkhanaError({ code: 'SANDBOX_DIED', place: name, problem, fix: 'open a new one' });
}
