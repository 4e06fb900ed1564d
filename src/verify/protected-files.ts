import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import type { Layer, LayerEntry, WorkspaceFile } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { protectedOf } from './protect.ts';

/** Whole pages of the disk, as they lie there. */
const PAGE = 4096;
const MAX_BYTES = 32 * 1024 * 1024;

type Base = { task: Pick<Task, 'workspaceFolder' | 'file'>; layer: Pick<Layer, 'manifest'> };

/**
 * The base's files that a submission may not change, to be written again after it. They are newer then than all of the
 * submission, so a build takes nothing for up to date that was made of another version of them. Beyond 32 MiB the largest
 * are left as they are: sources are small.
 * @throws GymkhanaError TASK_INVALID where one is not the layer's any more
 */
export async function readProtected({ task, layer }: Base, protect: readonly string[]): Promise<WorkspaceFile[]> {
  const { manifest } = layer;
  const entries = protectedOf(manifest.keys(), protect).flatMap((path) => {
    const entry = manifest.get(path);
    return entry?.kind === 'file' ? [{ path, entry }] : [];
  });
  const files: WorkspaceFile[] = [];
  let bytes = 0;
  for (const { path, entry } of entries.sort((a, b) => a.entry.bytes - b.entry.bytes)) {
    bytes += Math.ceil(entry.bytes / PAGE) * PAGE;
    if (bytes > MAX_BYTES) break;
    files.push({ path, content: await readBase(task, path, entry), executable: entry.executable });
  }
  return files;
}

async function readBase(task: Base['task'], path: string, { sha256 }: LayerEntry): Promise<Buffer> {
  const content = await readFile(join(task.workspaceFolder, path)).catch(() => null);
  if (content && createHash('sha256').update(content).digest('hex') === sha256) return content;
  throw new GymkhanaError({
    code: 'TASK_INVALID',
    place: task.file,
    problem: `the workspace's ${path} was changed since the task was loaded`,
    fix: 'leave a task as it is while it runs, and run it again',
  });
}
