import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import type { Probe } from '../admission/observe.ts';
import { type ErrorCode, firstError, formatProblem, GymkhanaError, type Problem } from '../errors.ts';
import { prepareTask } from '../run/prepared-task.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { type Ending, endAs } from './exit-code.ts';
import { INTERRUPTS } from './interrupt.ts';
import { loadTasks } from './load-tasks.ts';

export type ProbeOptions = { sandbox: SandboxName; repeats: number };

/** No other task would fare better. */
const FATAL: readonly ErrorCode[] = ['ENGINE_UNREACHABLE', 'INTERNAL'];

/**
 * Does something with each task and prints its problems as coded lines. The exit code is 1 where a task was found wanting,
 * and 2 where that could not be found out.
 */
export async function forEachTask(
  selectors: string[],
  { sandbox, repeats }: ProbeOptions,
  work: (probe: Probe) => Promise<Problem[]>,
): Promise<void> {
  const tasks = await loadTasks(selectors);
  await using kind = await openSandboxKind(sandbox, (line) => console.error(line));
  await kind.reap({ all: false });
  const pool = pLimit(availableParallelism());
  const started = new Set<Promise<unknown>>();
  const limit: Probe['limit'] = (run) => {
    const running = pool(run);
    started.add(running);
    return running;
  };
  const interrupt = new AbortController();
  const { signal } = interrupt;
  for (const name of INTERRUPTS) process.once(name, () => interrupt.abort());
  for (const task of tasks) {
    const problems = await problemsOf(signal, async () => {
      const prepared = await prepareTask(kind, task, (line) => console.error(line));
      return work({ kind, prepared, repeats, limit, signal });
    });
    if (signal.aborted) {
      // Sandboxes that are still opening close by themselves; the engine is needed until then.
      await Promise.allSettled(started);
      console.error('interrupted; nothing is left behind');
      return endAs('interrupted');
    }
    for (const problem of problems) console.error(formatProblem(problem));
    for (const problem of problems) endAs(endingOf(problem));
    console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${task.id}`);
  }
  await Promise.allSettled(started);
}

/** One bad task must not keep the others from being looked at. */
async function problemsOf(signal: AbortSignal, work: () => Promise<Problem[]>): Promise<readonly Problem[]> {
  try {
    return await work();
  } catch (thrown) {
    if (signal.aborted) return [];
    const error = firstError(thrown);
    if (error instanceof GymkhanaError && !FATAL.includes(error.code)) return error.problems;
    throw error;
  }
}

/** What is wrong with a task is a finding; that it could not be looked at is an error. */
function endingOf({ code }: Problem): Ending {
  return code.startsWith('TASK_') && code !== 'TASK_INVALID' ? 'negative' : 'error';
}
