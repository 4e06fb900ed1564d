import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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
  const bytes = await readInput(file).catch((error: NodeJS.ErrnoException) => {
    const problem = whyUnread(error);
    throw new GymkhanaError(
      { code: 'PATH_UNUSABLE', place: file, problem, fix: 'name a file with text' },
      { cause: error },
    );
  });
  return bytes.toString('utf8');
}

const MAX_INPUT_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
/** How long a pipe may have no writer, and how long a writer may be silent. */
const WRITER_MS = 2_000;
const SILENCE_MS = 60_000;
const POLL_MS = 10;

/**
 * What is in a file that a user names, or comes out of a pipe: `<(…)`, or a FIFO with a writer. It never waits for ever,
 * and reads no device. Its errors are for `whyUnread`.
 */
export async function readInput(file: string): Promise<Buffer> {
  // Without that flag, opening a FIFO waits for a writer.
  await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = await handle.stat();
  if (stat.isDirectory()) throw unreadable('this is a folder');
  if (!stat.isFile() && !stat.isFIFO()) throw unreadable('this is a device, not a file');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stat.isFIFO() ? readPipe(handle) : readToEnd(handle)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_INPUT_BYTES) throw unreadable(`there are more than ${MAX_INPUT_BYTES / 1024 ** 2} MiB in it`);
  }
  return Buffer.concat(chunks);
}

async function* readToEnd(handle: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** A pipe without a writer reads as ended: before its first byte that may be one that is still to come. */
async function* readPipe(handle: FileHandle): AsyncGenerator<Buffer> {
  let sinceMs = performance.now();
  let begun = false;
  for (;;) {
    const chunk = await readAvailable(handle);
    if (chunk !== null && chunk.length > 0) {
      yield chunk;
      begun = true;
      sinceMs = performance.now();
      continue;
    }
    const waitedMs = performance.now() - sinceMs;
    if (chunk !== null && begun) return;
    if (chunk !== null && waitedMs > WRITER_MS) throw unreadable('this is a pipe, and nothing writes to it');
    if (waitedMs > SILENCE_MS) throw unreadable(`this is a pipe, and nothing came for ${SILENCE_MS / 1000} s`);
    await sleep(POLL_MS);
  }
}

/** Empty where there is no writer, null where there is one that has written nothing yet. */
async function readAvailable(handle: FileHandle): Promise<Buffer | null> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw error;
  }
}

function unreadable(problem: string): NodeJS.ErrnoException {
  return Object.assign(new Error(problem), { code: UNREADABLE });
}

const UNREADABLE = 'UNREADABLE';

/** What is wrong with a file that could not be read, for beside its name. */
export function whyUnread(error: NodeJS.ErrnoException): string {
  if (error.code === UNREADABLE) return error.message;
  if (error.code === 'EISDIR') return 'this is a folder';
  if (error.code === 'ENXIO') return 'this is a socket or a device that is not there';
  return error.code === 'ENOENT' ? 'there is no such file' : `it can't be read: ${error.code ?? error.message}`;
}
