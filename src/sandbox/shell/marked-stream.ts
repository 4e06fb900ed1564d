import type { Readable } from 'node:stream';
import type { Output } from './output.ts';

/** A stream in which a supervisor marks the end of each command with `\0NONCE STATUS\0`. */
export type MarkedStream = {
  /** Collects into `output` until the mark with this nonce, and returns its status. Rejects when the stream ends. */
  until(nonce: string, output: Output): Promise<number>;
  /** Resolves when the stream ends. */
  ended: Promise<void>;
};

/** Three digits and the end of the mark. */
const MAX_STATUS_BYTES = 4;

export function readMarked(stream: Readable, onEnd: () => Error): MarkedStream {
  let pending: Buffer = Buffer.alloc(0);
  let ended: Error | null = null;
  let tellEnded = () => {};
  const end = new Promise<void>((resolve) => {
    tellEnded = resolve;
  });
  let waiting: { mark: Buffer; output: Output; resolve(status: number): void; reject(error: Error): void } | null =
    null;

  const scan = () => {
    if (!waiting) {
      // What a background job says between two commands belongs to nobody. Only a mark that came early matters.
      pending = pending.subarray(-4096);
      return;
    }
    const { mark, output, resolve } = waiting;
    for (;;) {
      const at = pending.indexOf(mark);
      if (at < 0) {
        const safe = Math.max(0, pending.length - mark.length + 1);
        if (safe > 0) output.push(pending.subarray(0, safe));
        pending = pending.subarray(safe);
        return;
      }
      const rest = pending.subarray(at + mark.length, at + mark.length + MAX_STATUS_BYTES).toString('latin1');
      const status = /^(\d{1,3})\0/.exec(rest)?.[1];
      if (status !== undefined) {
        output.push(pending.subarray(0, at));
        pending = pending.subarray(at + mark.length + status.length + 1);
        waiting = null;
        resolve(Number(status));
        return;
      }
      if (/^\d{0,3}$/.test(rest)) return;
      // A command that knows its nonce says this. It is output, and must not keep us from seeing the mark.
      output.push(pending.subarray(0, at + mark.length));
      pending = pending.subarray(at + mark.length);
    }
  };
  const finish = () => {
    ended ??= onEnd();
    tellEnded();
    waiting?.reject(ended);
    waiting = null;
  };

  stream.on('data', (chunk: Buffer) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    scan();
  });
  for (const event of ['end', 'close', 'error']) stream.on(event, finish);
  // Whoever comes too late for those events is not told any more.
  if (stream.readableEnded || stream.destroyed) finish();

  return {
    ended: end,
    until(nonce, output) {
      if (ended) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        waiting = { mark: Buffer.from(`\0${nonce} `), output, resolve, reject };
        scan();
      });
    },
  };
}
