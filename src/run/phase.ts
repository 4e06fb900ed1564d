import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ErrorCode, firstError, GymkhanaError } from '../errors.ts';
import type { RecordBody, TrialState, Usage } from '../journal/record.ts';
import type { Lane } from './lane.ts';

/** Nothing is wrong with a trial then: the run itself can't go on. */
const FATAL = new Set<ErrorCode>(['DISK_FULL', 'ENGINE_UNREACHABLE', 'JOURNAL_CORRUPT', 'INTERNAL']);

/** A trial as its phases know it. */
type Tried = {
  plan: { id: string };
  retries: number;
  folder: string;
  append(record: RecordBody): Promise<unknown>;
  signal: AbortSignal;
};

type Phase = {
  phase: 'agent' | 'pick' | 'verify';
  rollout: number;
  firstTry: number;
  /** Once a failure is journalled. */
  onFailed?(): Promise<void>;
};

/** Of a rollout whose answers are kept until it ends. */
export function agentPhase(
  { folder }: Pick<Tried, 'folder'>,
  lane: Lane,
  before: Pick<TrialState, 'tries'> | undefined,
): Phase {
  const onFailed = () => rm(paidFile(folder, lane), { force: true });
  return { phase: 'agent', rollout: lane.rollout, firstTry: (before?.tries ?? 0) + 1, onFailed };
}

/** The trial boundary: errors of the harness end here, as journalled infra errors, unless the run can't go on. */
export async function tryPhase<T extends object>(
  { append, plan, retries, signal }: Tried,
  { phase, rollout, firstTry, onFailed }: Phase,
  work: (tryNumber: number, onUsed: (usage: Usage) => void) => Promise<T>,
): Promise<T | { cause: string }> {
  let cause = 'cancelled';
  for (let n = firstTry; n <= firstTry + retries; n++) {
    if (signal.aborted) return { cause: 'cancelled' };
    const paid: { usage?: Usage } = {};
    const onUsed = (usage: Usage): void => {
      if (usage.model) paid.usage = usage;
    };
    try {
      return await work(n, onUsed);
    } catch (thrown) {
      if (signal.aborted) return { cause: 'cancelled' };
      const error = firstError(thrown);
      if (!(error instanceof GymkhanaError) || FATAL.has(error.code)) throw error;
      cause = error.message;
      await append({
        type: 'failed',
        ids: { trial: plan.id, rollout, try: n },
        phase,
        cause,
        ...paid,
      });
      await onFailed?.();
      // No trial of this model can be run before it is mended; a resume tries this one again.
      if (error.code === 'MODEL_REFUSED') throw error;
    }
  }
  return { cause };
}

/**
 * What a rollout has been answered, until it is journalled: a killed one that begins anew is given that first. A try that
 * failed is journalled with its cost, and the next one asks for itself.
 */
export function paidFile(folder: string, { rollout }: Lane): string {
  return join(folder, `paid-${rollout}.jsonl`);
}
