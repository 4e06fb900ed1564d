import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GymkhanaError } from './errors.ts';

/**
 * Replaces the file at `path` so that, whenever the machine stops, either the old or the new content is there, and once
 * this resolves the new one. Its folder must exist. Errors DISK_FULL when the disk is full or fails; no
 * half-written file is left behind then.
 */
export async function writeDurably(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = await writeTemporary(path, data);
  try {
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw asDiskError(error, path);
  }
}

/**
 * Writes a new file with a unique name beside `path`, safe on disk but for its name, and returns where it is. Leaves
 * nothing behind when it fails. Errors DISK_FULL, naming `path`.
 */
export async function writeTemporary(path: string, data: string | Uint8Array): Promise<string> {
  const temporary = join(dirname(path), `.tmp-${process.pid}-${randomBytes(8).toString('hex')}`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw asDiskError(error, path);
  }
  return temporary;
}

/** Makes the names in a folder (new, renamed, removed) survive a power cut. Errors DISK_FULL. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    throw asDiskError(error, folder);
  } finally {
    await handle.close();
  }
}

/** The coded error when the disk is full or fails; any other error as it is. */
export function asDiskError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const fix = 'free space, then gymkhana resume';
    return new GymkhanaError(
      { code: 'DISK_FULL', place: path, problem: `no space left (${code})`, fix },
      { cause: error },
    );
  }
  if (code === 'EIO') {
    const fix = 'free space or mend the disk, then gymkhana resume';
    return new GymkhanaError(
      { code: 'DISK_FULL', place: path, problem: 'the disk failed (EIO)', fix },
      { cause: error },
    );
  }
  return error;
}

/** A text that a user names. Errors PATH_UNUSABLE. */
export async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const problem = whyUnread(error);
    throw new GymkhanaError(
      { code: 'PATH_UNUSABLE', place: file, problem, fix: 'name a file with text' },
      { cause: error },
    );
  });
}

/** What is wrong with a file that could not be read, for beside its name. */
export function whyUnread(error: NodeJS.ErrnoException): string {
  if (error.code === 'EISDIR') return 'this is a folder';
  return error.code === 'ENOENT' ? 'there is no such file' : `it can't be read: ${error.code ?? error.message}`;
}
