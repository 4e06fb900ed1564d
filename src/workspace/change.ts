import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import type { WorkspaceFile } from '../sandbox/contract.ts';

/** What a workspace has become against its base: the form in which a submission is kept and applied. */
export type Change = { files: WorkspaceFile[]; deleted: string[] };

const Stored = z.strictObject({
  v: z.literal(1),
  files: z.array(
    z.strictObject({ path: z.string(), executable: z.boolean(), mtime: z.int().optional(), base64: z.base64() }),
  ),
  deleted: z.array(z.string()),
  skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});

/** The same read back, and what could not be taken along with the reasons. */
export type Submission = Change & { skipped: { path: string; reason: string }[] };

/** submission.json of a rollout: the change, and what could not be taken along with the reasons. */
export function encodeSubmission(change: Change, skipped: { path: string; reason: string }[]): string {
  const files = change.files.map(({ path, executable, content, mtime }) => ({
    path,
    executable,
    ...(mtime !== undefined && { mtime }),
    base64: content.toString('base64'),
  }));
  return JSON.stringify({ v: 1, files, deleted: change.deleted, skipped } satisfies z.infer<typeof Stored>);
}

/** Reads a submission.json, with what could not be taken along. Errors JOURNAL_CORRUPT when it is gone or is not what was written. */
export async function loadSubmission(file: string): Promise<Submission> {
  try {
    return decodeSubmission(await readFile(file, 'utf8'));
  } catch (error) {
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isGone && !(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    const problem = isGone ? 'the submission is gone' : 'this is not the submission that was written';
    const fix = 'restore the file, or start the run anew under another --id';
    throw new GymkhanaError({ code: 'JOURNAL_CORRUPT', place: file, problem, fix }, { cause: error });
  }
}

function decodeSubmission(text: string): Submission {
  const { files, deleted, skipped } = Stored.parse(JSON.parse(text));
  return {
    files: files.map(({ path, executable, mtime, base64 }) => ({
      path,
      executable,
      content: Buffer.from(base64, 'base64'),
      ...(mtime !== undefined && { mtime }),
    })),
    deleted,
    skipped,
  };
}
