import { join } from 'node:path';
import { type ErrorCode, firstError, hasCode } from '../errors.ts';
import type { Task } from '../task/task.ts';
import type { RunContext } from './context.ts';
import { type Invalid, preflight } from './preflight.ts';
import { type PreparedTask, prepareTask } from './prepared-task.ts';

/** A prepared task, or why nobody can be judged by it here, or what kept us from finding out. */
export type Admitted = PreparedTask | { invalid: string } | { failed: string };

/** What may go away by itself. */
const TRANSIENT: ErrorCode[] = ['SANDBOX_DIED', 'SANDBOX_FAILED', 'ENGINE_TIMEOUT', 'ENGINE_FAILED'];

/** An infra error is tried again, like that of a trial. */
export async function admitTask(context: RunContext, task: Task): Promise<Admitted> {
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
    const found = await preflight(kind, prepared, { cacheFolder, signal: stop });
    return 'invalid' in found ? refuse(found.invalid) : { ...prepared, goldRuns: found.goldRuns };
  } catch (thrown) {
    const error = firstError(thrown);
    // A gold that does not even apply: nobody can be judged by this task, but well by the others.
    if (hasCode(error, 'TASK_GOLD_FAILS')) {
      return refuse({ code: 'TASK_GOLD_FAILS', cause: error.problems[0].problem });
    }
    throw error;
  }
}
