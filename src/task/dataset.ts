import { realpathSync } from 'node:fs';
import { GymkhanaError, type Problem } from '../errors.ts';
import { loadTask } from './load.ts';
import { expandSelector } from './selector.ts';
import type { Task } from './task.ts';

/**
 * The tasks that the selectors name, sorted by id, each folder once. A selector is a task folder, a folder of tasks, a
 * glob, a list file (`*.txt`: a selector a line, relative to that file, `#` starts a comment), or a bare name, looked up
 * in `<root>/tasks` first: a task, or a list without its `.txt`. `tasks/…` is the package's where nothing is there.
 * @throws GymkhanaError with the problems of every selector and every task: TASK_NOT_FOUND, TASK_INVALID
 */
export async function loadDataset(selectors: readonly string[], { root }: { root: string }): Promise<Task[]> {
  const problems: Problem[] = [];
  const folders = new Map<string, string>();
  for (const selector of selectors) {
    const expanded = await collect(problems, async () => expandSelector(selector, root));
    for (const folder of expanded ?? []) {
      const real = realpathSync(folder);
      if (!folders.has(real)) folders.set(real, folder);
    }
  }
  const tasks: Task[] = [];
  for (const folder of folders.values()) {
    const task = await collect(problems, () => loadTask(folder));
    if (task) tasks.push(task);
  }
  tasks.sort((a, b) => (a.id < b.id ? -1 : 1));
  problems.push(...findNamesakes(tasks));
  const [first, ...others] = problems;
  if (first) throw new GymkhanaError([first, ...others]);
  return tasks;
}

/** The result, or undefined with what is wrong added to `problems`. */
async function collect<T>(problems: Problem[], load: () => Promise<T>): Promise<T | undefined> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof GymkhanaError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function findNamesakes(sorted: readonly Task[]): Problem[] {
  return sorted.flatMap((task, index) => {
    const before = sorted[index - 1];
    if (before?.id !== task.id) return [];
    const problem = `id must be unique in a dataset; got "${task.id}", also the id of ${before.file}`;
    return [{ code: 'TASK_INVALID', place: task.file, problem, fix: 'rename one, or select only one' }];
  });
}
