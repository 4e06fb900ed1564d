/** The arithmetic mean; null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The mean of each group; groups without values are left out. The task is the unit: one group a task. */
export function groupMeans(groups: Iterable<readonly number[]>): number[] {
  return [...groups].map(mean).filter((value) => value !== null);
}

/** The mean over tasks of each task's mean, so that a task with more trials weighs no more. Null without values. */
export function meanOfTaskMeans(tasks: Iterable<readonly number[]>): number | null {
  return mean(groupMeans(tasks));
}
