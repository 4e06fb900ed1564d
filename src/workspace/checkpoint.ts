import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, syncFolder } from '../files.ts';
import { tryJson } from '../json.ts';
import type { Checkpoint } from '../sandbox/contract.ts';
import { sha256 } from '../sandbox/digest-tree.ts';
import type { Submission } from './change.ts';

const Tree = z.strictObject({
  v: z.literal(1),
  files: z.array(
    z.strictObject({
      path: z.string(),
      executable: z.boolean(),
      mtime: z.int().optional(),
      sha256: z.string(),
      bytes: z.int(),
    }),
  ),
  deleted: z.array(z.string()),
  skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
});
type Tree = z.infer<typeof Tree>;

/**
 * The checkpoints of one rollout in a folder: trees/<digest>.json, and the files' contents in blobs/<sha256>, each once.
 * Nothing waits for the disk before `sync`: who crashes before that starts the rollout again, in another folder.
 */
export interface CheckpointStore {
  keep(checkpoint: Checkpoint): Promise<void>;
  /** Resolves when all that was kept is safe on disk. Errors DISK_FULL. */
  sync(): Promise<void>;
}

export function openCheckpointStore(folder: string): CheckpointStore {
  const written = new Set<string>();
  const put = async (kind: 'trees' | 'blobs', name: string, content: string | Buffer) => {
    const file = join(folder, kind, name);
    if (written.has(file)) return;
    if (written.size === 0) for (const part of ['trees', 'blobs']) await mkdir(join(folder, part), { recursive: true });
    await writeFile(`${file}.tmp`, content);
    await rename(`${file}.tmp`, file);
    written.add(file);
  };
  const guarded = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      throw asDiskError(error, folder);
    }
  };
  return {
    keep: ({ digest, files, deleted, skipped }) =>
      guarded(async () => {
        const named = files.map((file) => ({ ...file, sha256: sha256(file.content) }));
        for (const { sha256: name, content } of named) await put('blobs', name, content);
        const listed = named.map(({ path, executable, mtime, sha256: name, content }) => {
          return { path, executable, ...(mtime !== undefined && { mtime }), sha256: name, bytes: content.length };
        });
        await put('trees', `${digest}.json`, JSON.stringify({ v: 1, files: listed, deleted, skipped } satisfies Tree));
      }),
    sync: () =>
      guarded(async () => {
        for (const file of written) await syncFile(file);
        if (written.size > 0) for (const part of ['trees', 'blobs']) await syncFolder(join(folder, part));
      }),
  };
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads a checkpoint of a store. Errors CHECKPOINT_MISSING where there is none; JOURNAL_CORRUPT where it is damaged. */
export async function loadCheckpoint(folder: string, digest: string): Promise<Submission> {
  const file = join(folder, 'trees', `${digest}.json`);
  if (!existsSync(file)) throw missing(file, 'the checkpoint is not there');
  const tree = Tree.safeParse(tryJson(await readFile(file, 'utf8')));
  if (!tree.success) throw damaged(file);
  const files = await Promise.all(
    tree.data.files.map(async ({ path, executable, mtime, sha256: name }) => {
      const content = await readBlob(join(folder, 'blobs', name), name);
      return { path, executable, content, ...(mtime !== undefined && { mtime }) };
    }),
  );
  return { files, deleted: tree.data.deleted, skipped: tree.data.skipped };
}

async function readBlob(file: string, name: string): Promise<Buffer> {
  const content = existsSync(file) ? await readFile(file) : null;
  if (content && sha256(content) === name) return content;
  throw damaged(file);
}

function missing(place: string, problem: string): GymkhanaError {
  const fix = 'take checkpoints: `checkpoints: true` in the runner, in a new run';
  return new GymkhanaError({ code: 'CHECKPOINT_MISSING', place, problem, fix });
}

function damaged(place: string): GymkhanaError {
  const problem = 'this is not the checkpoint that was written';
  const fix = 'restore the file, or start the run anew under another --id';
  return new GymkhanaError({ code: 'JOURNAL_CORRUPT', place, problem, fix });
}
