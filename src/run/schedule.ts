import { join } from 'node:path';
import pLimit from 'p-limit';
import { type ErrorCode, firstError, hasCode } from '../errors.ts';
import type { SandboxKind } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { checkDisk } from './disk.ts';
import type { RunFolder } from './folder.ts';
import { mustHoldLimits } from './hostile.ts';
import type { TrialPlan } from './plan.ts';
import { type Invalid, preflight } from './preflight.ts';
import { type PreparedTask, prepareTask } from './prepared-task.ts';
import type { RunSpec } from './spec.ts';
import type { TrialEnd } from './trial.ts';

/** What a caller may show; nothing in a run depends on it. */
export type RunEvent =
  | { type: 'note'; text: string }
  | { type: 'planned'; trials: number; done: number }
  | { type: 'started'; plan: TrialPlan }
  | { type: 'ended'; plan: TrialPlan; end: TrialEnd }
  | ({ type: 'invalid'; task: Task } & Invalid);

/** What starting, resuming and rescoring a run have in common. */
export type RunContext = {
  folder: RunFolder;
  spec: RunSpec;
  tasks: readonly Task[];
  kind: SandboxKind;
  /** Sandboxes at a time: a trial has one at a time. */
  concurrency: number;
  onEvent(event: RunEvent): void;
  /** Aborted: no further trial starts, those in flight finish. */
  drain: AbortSignal;
  /** Aborted: what is in flight is killed as well. */
  stop: AbortSignal;
};

/** A prepared task, or why nobody can be judged by it here, or what kept us from finding out. */
export type Admitted = PreparedTask | { invalid: string } | { failed: string };

/** What may go away by itself. */
const TRANSIENT: ErrorCode[] = ['SANDBOX_DIED', 'SANDBOX_FAILED', 'ENGINE_TIMEOUT', 'ENGINE_FAILED'];

/**
 * Works on each plan, some at a time, with its task prepared and admitted once. The first error ends the rest: nothing
 * new starts, and it is thrown when all that was in flight has ended.
 */
export async function forEachPlan(
  context: RunContext,
  plans: readonly TrialPlan[],
  work: (plan: TrialPlan, admitted: Admitted) => Promise<void>,
): Promise<void> {
  const { drain, stop, folder, concurrency } = context;
  mustHoldLimits(context.kind, context.spec.runner);
  const failed = new AbortController();
  const halted = () => drain.aborted || stop.aborted || failed.signal.aborted;
  const admit = once((task) => admitTask(context, task));
  const limit = pLimit(concurrency);
  const settled = await Promise.allSettled(
    plans.map((plan) =>
      limit(async () => {
        try {
          if (halted()) return;
          await checkDisk(folder.path);
          const admitted = await admit(plan.task);
          if (!halted()) await work(plan, admitted);
        } catch (error) {
          failed.abort();
          throw error;
        }
      }),
    ),
  );
  const rejected = settled.find((result) => result.status === 'rejected');
  if (rejected && !stop.aborted) throw rejected.reason;
}

/** An infra error is tried again, like that of a trial. */
async function admitTask(context: RunContext, task: Task): Promise<Admitted> {
  for (let left = context.spec.runner.retries; ; left -= 1) {
    try {
      return await admitNow(context, task);
    } catch (thrown) {
      const error = firstError(thrown);
      if (!hasCode(error, ...TRANSIENT) || context.stop.aborted) throw error;
      context.onEvent({ type: 'note', text: `preparing ${task.id} failed: ${error.message}` });
      if (left === 0) return { failed: error.message };
    }
  }
}

async function admitNow({ kind, folder, onEvent, stop }: RunContext, task: Task): Promise<Admitted> {
  const refuse = (invalid: Invalid): Admitted => {
    onEvent({ type: 'invalid', task, ...invalid });
    return { invalid: invalid.cause };
  };
  try {
    const prepared = await prepareTask(kind, task, (text) => onEvent({ type: 'note', text }));
    const cacheFolder = join(folder.path, '..', '.preflight');
    const invalid = await preflight(kind, prepared, { cacheFolder, signal: stop });
    return invalid === null ? prepared : refuse(invalid);
  } catch (thrown) {
    const error = firstError(thrown);
    // A gold that does not even apply: nobody can be judged by this task, but well by the others.
    if (hasCode(error, 'TASK_GOLD_FAILS')) {
      return refuse({ code: 'TASK_GOLD_FAILS', cause: error.problems[0].problem });
    }
    throw error;
  }
}

/** Calls once for each task, however many ask at once. */
function once<T>(make: (task: Task) => Promise<T>): (task: Task) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (task) => {
    const promise = made.get(task.folder) ?? make(task);
    made.set(task.folder, promise);
    return promise;
  };
}
