import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, syncFolder } from '../files.ts';
import { encodeLine } from './line.ts';
import { acquireLock, type Lock } from './lock.ts';
import { type JournalRecord, RecordBody } from './record.ts';
import { MAX_BATCH_BYTES, scanSegment } from './scan.ts';

type Pending = {
  record: JournalRecord;
  line: Buffer;
  resolve(record: JournalRecord): void;
  reject(error: Error): void;
};

/**
 * Opens the segment `<folder>/<writer>.jsonl` for its only writer, held by `<writer>.lock`, and cuts what an interrupted
 * write left at its end. Errors RUN_LOCKED, JOURNAL_CORRUPT, RUN_VERSION, DISK_FULL.
 */
export async function openSegment(folder: string, writer: string): Promise<Segment> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(writer))
    throw internal(folder, `${JSON.stringify(writer)} is no name for a writer`);
  const file = join(folder, `${writer}.jsonl`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw asDiskError(error, folder);
  }
  const lock = await acquireLock(join(folder, `${writer}.lock`));
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'a+');
    const nextSeq = await recover(handle, { file, writer });
    await syncFolder(folder);
    return new Segment({ file, writer, handle, lock, nextSeq });
  } catch (error) {
    await handle?.close();
    await lock.release();
    throw asDiskError(error, file);
  }
}

async function recover(handle: FileHandle, segment: { file: string; writer: string }): Promise<number> {
  const { bytes, nextSeq } = await scanSegment(handle, segment, () => {});
  if ((await handle.stat()).size > bytes) await handle.truncate(bytes);
  // A killed writer's last records may be in memory only; what is read from now on must not vanish in a power cut.
  await handle.sync();
  return nextSeq;
}

/** An open segment. Everything in it was on disk before its `append` resolved. */
export class Segment implements AsyncDisposable {
  readonly file: string;
  readonly #writer: string;
  readonly #handle: FileHandle;
  readonly #lock: Lock;
  readonly #queue: Pending[] = [];
  #nextSeq: number;
  #flushing: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  #failure: Error | null = null;

  constructor(parts: { file: string; writer: string; handle: FileHandle; lock: Lock; nextSeq: number }) {
    this.file = parts.file;
    this.#writer = parts.writer;
    this.#handle = parts.handle;
    this.#lock = parts.lock;
    this.#nextSeq = parts.nextSeq;
  }

  /**
   * Resolves once the record is on disk, in the order of the calls; calls made meanwhile share one wait for the disk.
   * After a failed write or sync nobody knows what is on disk, so that error (DISK_FULL or JOURNAL_CORRUPT) also meets
   * every later append. A body that breaks the schema is INTERNAL and harms nothing else.
   */
  append(body: RecordBody): Promise<JournalRecord> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#closing !== null) return Promise.reject(internal(this.file, 'append after close'));
    const parsed = RecordBody.safeParse(body);
    if (!parsed.success) return Promise.reject(internal(this.file, `not a record: ${z.prettifyError(parsed.error)}`));
    const envelope = { v: 1 as const, writer: this.#writer, seq: this.#nextSeq, at: new Date().toISOString() };
    const record: JournalRecord = { ...envelope, ...parsed.data };
    const line = encodeLine(record);
    if (line.length > MAX_BATCH_BYTES) return Promise.reject(internal(this.file, `a record of ${line.length} bytes`));
    this.#nextSeq += 1;
    return new Promise((resolve, reject) => {
      this.#queue.push({ record, line, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for what was appended, then lets another writer in. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #flush(): Promise<void> {
    // Lets everything that is appended in the same breath join the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = takeBatch(this.#queue);
      try {
        await this.#handle.appendFile(Buffer.concat(batch.map(({ line }) => line)));
        await this.#handle.datasync();
      } catch (error) {
        this.#failure = asFatal(error, this.file);
        for (const { reject } of [...batch, ...this.#queue.splice(0)]) reject(this.#failure);
        break;
      }
      for (const { record, resolve } of batch) resolve(record);
    }
    this.#flushing = null;
  }

  async #shutDown(): Promise<void> {
    await this.#flushing;
    try {
      await this.#handle.close();
    } finally {
      await this.#lock.release();
    }
  }
}

function takeBatch(queue: Pending[]): Pending[] {
  let bytes = 0;
  let count = 0;
  for (const { line } of queue) {
    bytes += line.length;
    if (bytes > MAX_BATCH_BYTES) break;
    count += 1;
  }
  return queue.splice(0, count);
}

function asFatal(error: unknown, file: string): Error {
  const known = asDiskError(error, file);
  if (known instanceof GymkhanaError) return known;
  const problem = `the journal could not be written: ${error instanceof Error ? error.message : String(error)}`;
  const fix = 'mend that, then gymkhana resume';
  return new GymkhanaError({ code: 'JOURNAL_CORRUPT', place: file, problem, fix }, { cause: error });
}

function internal(place: string, problem: string): GymkhanaError {
  return new GymkhanaError({ code: 'INTERNAL', place, problem, fix: 'report this as a bug' });
}
