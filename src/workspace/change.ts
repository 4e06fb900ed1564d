import { z } from 'zod';
import type { WorkspaceFile } from '../sandbox/contract.ts';

/** What a workspace has become against its base: the form in which a submission is kept and applied. */
export type Change = { files: WorkspaceFile[]; deleted: string[] };

const Stored = z.strictObject({
  v: z.literal(1),
  files: z.array(z.strictObject({ path: z.string(), executable: z.boolean(), base64: z.base64() })),
  deleted: z.array(z.string()),
  skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});

/** submission.json of a rollout: the change, and what could not be taken along with the reasons. */
export function encodeSubmission(change: Change, skipped: { path: string; reason: string }[]): string {
  const files = change.files.map(({ path, executable, content }) => ({
    path,
    executable,
    base64: content.toString('base64'),
  }));
  return JSON.stringify({ v: 1, files, deleted: change.deleted, skipped } satisfies z.infer<typeof Stored>);
}

export function decodeSubmission(text: string): Change {
  const { files, deleted } = Stored.parse(JSON.parse(text));
  return {
    files: files.map(({ path, executable, base64 }) => ({ path, executable, content: Buffer.from(base64, 'base64') })),
    deleted,
  };
}
