import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, syncFolder } from '../files.ts';
import { Event, type EventBody } from './event.ts';

/**
 * Starts a new trajectory file at `path`, in place of any that is there. Never fails itself: what is wrong with the file
 * is thrown by the next `record` and by `close`.
 */
export function openRecorder(path: string): Recorder {
  return new Recorder(path);
}

/** Appends the events of one rollout to its file. */
export class Recorder implements AsyncDisposable {
  readonly #path: string;
  readonly #file: ReturnType<typeof open>;
  #nextSeq = 0;
  #lines: string[] = [];
  #writing: Promise<void> | null = null;
  #closing: Promise<void> | null = null;
  /** Boxed: anything may be thrown. */
  #failure: { error: unknown } | null = null;

  constructor(path: string) {
    this.#path = path;
    this.#file = open(path, 'w');
    this.#writing = this.#write();
  }

  /** Takes the event down in the order of the calls and returns at once; the disk follows. Errors DISK_FULL, INTERNAL. */
  record(body: EventBody): void {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#closing !== null) throw internal(this.#path, 'an event after close');
    const at = new Date().toISOString();
    const event = Event.safeParse({ v: 1, seq: this.#nextSeq, at, thread: 'main', ...body });
    if (!event.success) throw internal(this.#path, `not an event: ${z.prettifyError(event.error)}`);
    this.#lines.push(`${JSON.stringify(event.data)}\n`);
    this.#nextSeq += 1;
    this.#writing ??= this.#write();
  }

  /** Resolves once every event is safe on disk; rejects if any is not. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #write(): Promise<void> {
    try {
      const file = await this.#file;
      while (this.#lines.length > 0) await file.appendFile(this.#lines.splice(0).join(''));
    } catch (error) {
      this.#failure = { error: asDiskError(error, this.#path) };
      this.#lines = [];
    }
    this.#writing = null;
  }

  async #shutDown(): Promise<void> {
    await this.#writing;
    if (this.#failure === null) await this.#sync();
    // A file that never opened is already the failure.
    const file = await this.#file.catch(() => null);
    await file?.close();
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #sync(): Promise<void> {
    try {
      await (await this.#file).sync();
      await syncFolder(dirname(this.#path));
    } catch (error) {
      this.#failure = { error: asDiskError(error, this.#path) };
    }
  }
}

function internal(place: string, problem: string): GymkhanaError {
  return new GymkhanaError({ code: 'INTERNAL', place, problem, fix: 'report this as a bug' });
}
