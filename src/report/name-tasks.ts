import { groupBy } from './group-by.ts';

type RunOfTasks = { tasks?: readonly { id: string; digest?: string }[] };

/** `id@digest` where tasks of one id differ between runs, else the id. Pure. */
export function nameTasks<Run extends RunOfTasks>(
  runs: readonly Run[],
): { taskOf: (run: Run, id: string) => string; notes: string[] } {
  const digests = new Map(runs.map((run) => [run, new Map(run.tasks?.map(({ id, digest }) => [id, digest]))]));
  const versions = new Map(
    [
      ...groupBy(
        runs.flatMap(({ tasks = [] }) => tasks),
        ({ id }) => id,
      ),
    ].map(([id, own]) => [id, new Set(own.flatMap(({ digest }) => digest ?? []))]),
  );
  const differing = [...versions].filter(([, found]) => found.size > 1).map(([id]) => id);
  return {
    taskOf(run, id) {
      const digest = digests.get(run)?.get(id);
      return digest !== undefined && (versions.get(id)?.size ?? 0) > 1 ? `${id}@${digest.slice(0, 8)}` : id;
    },
    notes:
      differing.length === 0
        ? []
        : [`not the same in all of these runs, and so tasks of their own in each: ${differing.join(', ')}`],
  };
}
