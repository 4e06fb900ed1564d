import type { Task } from '../task/task.ts';
import { type Admitted, admitTask } from './admit.ts';
import type { RunContext } from './context.ts';
import { checkDisk } from './disk.ts';
import { mustHoldLimits } from './hostile.ts';
import type { TrialPlan } from './plan.ts';

/**
 * Works on each plan, some at a time, in their order, with its task prepared and admitted once. Nobody waits for a task
 * that somebody else admits while there is other work. The first error ends the rest: nothing new starts, and it is
 * thrown when all that was in flight has ended.
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
  const waiting = [...plans];
  const admitted = new Map<Task, Admitted>();
  const admissions = new Map<Task, Promise<void>>();

  const admit = async (task: Task) => {
    await checkDisk(folder.path);
    admitted.set(task, await admitTask(context, task));
  };
  const worker = async () => {
    while (!halted()) {
      const index = waiting.findIndex(({ task }) => admitted.has(task) || !admissions.has(task));
      const plan = waiting[index];
      const task = plan && admitted.get(plan.task);
      if (plan && task) {
        waiting.splice(index, 1);
        await checkDisk(folder.path);
        if (!halted()) await work(plan, task);
      } else if (plan) {
        const admission = admit(plan.task);
        admissions.set(plan.task, admission);
        await admission;
      } else if (waiting.length > 0) {
        await Promise.race(new Set(waiting.map(({ task }) => admissions.get(task))));
      } else {
        return;
      }
    }
  };
  const workers = Array.from({ length: concurrency }, () =>
    worker().catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const rejected = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (rejected?.status === 'rejected' && !stop.aborted) throw rejected.reason;
}
