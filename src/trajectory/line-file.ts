import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, syncFolder } from '../files.ts';

/**
 * A new file of lines, in place of any that is there. Lines are taken down in the order of the calls and at once; the disk
 * follows. What is wrong with the file is thrown by the next `append` and by `close`. Errors DISK_FULL, INTERNAL.
 */
export class LineFile implements AsyncDisposable {
  readonly #path: string;
  readonly #file: ReturnType<typeof open>;
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

  append(value: unknown): void {
    this.mustBeOpen();
    this.#lines.push(`${JSON.stringify(value)}\n`);
    this.#writing ??= this.#write();
  }

  mustBeOpen(): void {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#closing === null) return;
    const fix = 'report this as a bug';
    throw new GymkhanaError({ code: 'INTERNAL', place: this.#path, problem: 'an event after close', fix });
  }

  /** Resolves once every line is safe on disk; rejects if any is not. Safe to call twice. */
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
