import { z } from 'zod';
import type { Task } from '../task/task.ts';

/** A task of a run, and what it said of itself then: its folder may change afterwards. */
export const TaskEntry = z.strictObject({
  id: z.string(),
  folder: z.string(),
  digest: z.string(),
  /** What leaderboards are sliced by. Runs that were planned before there were slices lack it. */
  facts: z
    .strictObject({
      language: z.string(),
      difficulty: z.enum(['easy', 'medium', 'hard']),
      tags: z.array(z.string()),
      /** The cluster of its tasks in statistics. Runs that were planned before verifiers had cards lack it. */
      repository: z.string().optional(),
      /** When the change was made upstream, as an ISO date; null: not known. Older runs lack it and what follows. */
      created: z.iso.date().nullable().optional(),
      kind: z.string().optional(),
      /** The kinds of its verifiers, in order. */
      verifiers: z.array(z.string()).optional(),
    })
    .optional(),
});
export type TaskEntry = z.infer<typeof TaskEntry>;

/** What a plan needs of a task. */
export type PlannedTask = Pick<
  Task,
  'id' | 'folder' | 'digest' | 'language' | 'difficulty' | 'tags' | 'repository' | 'created' | 'kind' | 'verify'
>;

export function planTask({ id, folder, digest, verify, ...task }: PlannedTask): TaskEntry {
  const { language, difficulty, tags, repository, created, kind } = task;
  const verifiers = verify.map((verifier) => verifier.kind);
  return { id, folder, digest, facts: { language, difficulty, tags, repository, created, kind, verifiers } };
}
