import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { Event, type EventBody } from './event.ts';
import { LineFile } from './line-file.ts';

export type Recorder = AsyncDisposable & {
  /** Takes the event down in the order of the calls and returns at once; the disk follows. Errors DISK_FULL, INTERNAL. */
  record(body: EventBody): void;
  /** Resolves once every event is safe on disk; rejects if any is not. Safe to call twice. */
  close(): Promise<void>;
};

/**
 * Starts a new trajectory file at `path`, in place of any that is there. Never fails itself: what is wrong with the file
 * is thrown by the next `record` and by `close`.
 */
export function openRecorder(path: string): Recorder {
  const file = new LineFile(path);
  let seq = 0;
  return {
    record(body) {
      file.mustBeOpen();
      const at = new Date().toISOString();
      const event = Event.safeParse({ v: 1, seq, at, thread: 'main', ...body });
      if (!event.success) {
        const problem = `not an event: ${z.prettifyError(event.error)}`;
        throw new GymkhanaError({ code: 'INTERNAL', place: path, problem, fix: 'report this as a bug' });
      }
      file.append(event.data);
      seq += 1;
    },
    close: () => file.close(),
    [Symbol.asyncDispose]: () => file.close(),
  };
}
