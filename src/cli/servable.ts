import { GymkhanaError } from '../errors.ts';
import type { SandboxKind } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';

/** The tasks that a sandbox kind can serve here; the others are named with the reason, and are no trials. */
export async function keepServable(
  kind: SandboxKind,
  tasks: readonly Task[],
  say: (line: string) => void,
): Promise<Task[]> {
  const reasons = new Map<string, string | null>();
  for (const image of new Set(tasks.map((task) => task.image))) reasons.set(image, await kind.refuse(image));
  const kept = tasks.filter((task) => !reasons.get(task.image));
  for (const task of tasks) {
    const reason = reasons.get(task.image);
    if (reason) say(`skipped: ${task.id}: ${reason}`);
  }
  if (kept.length > 0) return kept;
  const problem = 'this machine can serve none of the tasks';
  throw new GymkhanaError({ code: 'IMAGE_NOT_FOUND', place: kind.name, problem, fix: 'see the reasons above' });
}
