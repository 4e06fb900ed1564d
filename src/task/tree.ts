import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode, GymkhanaError } from '../errors.ts';

/** One entry of a folder; `path` is relative to it and `/`-separated. `other`: a device, a socket, a FIFO. */
export type TreeEntry = { path: string; kind: 'file' | 'directory' | 'link' | 'other'; executable: boolean };

/**
 * Everything below a folder, sorted by path; links aren't followed. Synchronous, as everything here: a task is many
 * small files, and the thread pool would cost five times more than the reads.
 */
export function listTree(folder: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const pending = [''];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
      const path = prefix + entry.name;
      if (entry.isDirectory()) {
        entries.push({ path, kind: 'directory', executable: false });
        pending.push(`${path}/`);
      } else if (entry.isFile()) {
        const executable = (lstatSync(join(folder, path)).mode & 0o100) !== 0;
        entries.push({ path, kind: 'file', executable });
      } else {
        entries.push({ path, kind: entry.isSymbolicLink() ? 'link' : 'other', executable: false });
      }
    }
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** sha256 over path, executable bit and content of the files, and path and target of the links. */
export function digestTree(folder: string, entries: readonly TreeEntry[]): string {
  const total = createHash('sha256');
  for (const { path, kind, executable } of entries) {
    if (kind !== 'file' && kind !== 'link') continue;
    const content = kind === 'file' ? readFileSync(join(folder, path)) : readlinkSync(join(folder, path));
    const sha256 = createHash('sha256').update(content).digest('hex');
    total.update(`${JSON.stringify([path, kind, executable, sha256])}\n`);
  }
  return total.digest('hex');
}

/** Runs `read`, and turns the operating system's refusal (no permission, gone meanwhile) into a coded error. */
export function readOrExplain<T>(code: ErrorCode, place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new GymkhanaError({ code, place, problem: `cannot be read: ${error.message}` }, { cause: error });
  }
}

function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  return 'syscall' in error || ('code' in error && error.code === 'ERR_FS_FILE_TOO_LARGE');
}
