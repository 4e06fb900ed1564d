import type { Readable } from 'node:stream';
import type { Output } from './output.ts';

/** A stream in which a supervisor marks the end of each command with `\0NONCE STATUS\0`. */
export type MarkedStream = {
  /** Collects into `output` until the mark with this nonce, and returns its status. Rejects when the stream ends. */
  until(nonce: string, output: Output): Promise<number>;
};

export function readMarked(stream: Readable, onEnd: () => Error): MarkedStream {
  let pending: Buffer = Buffer.alloc(0);
  let ended: Error | null = null;
  let waiting: { mark: Buffer; output: Output; resolve(status: number): void; reject(error: Error): void } | null =
    null;

  const scan = () => {
    if (!waiting) {
      // What a background job says between two commands belongs to nobody. Only a mark that came early matters.
      pending = pending.subarray(-4096);
      return;
    }
    const { mark, output, resolve } = waiting;
    const at = pending.indexOf(mark);
    if (at < 0) {
      const safe = Math.max(0, pending.length - mark.length + 1);
      if (safe > 0) output.push(pending.subarray(0, safe));
      pending = pending.subarray(safe);
      return;
    }
    const end = pending.indexOf(0, at + mark.length);
    if (end < 0) return;
    output.push(pending.subarray(0, at));
    const status = Number(pending.subarray(at + mark.length, end).toString('latin1'));
    pending = pending.subarray(end + 1);
    waiting = null;
    resolve(status);
  };
  const finish = () => {
    ended ??= onEnd();
    waiting?.reject(ended);
    waiting = null;
  };

  stream.on('data', (chunk: Buffer) => {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    scan();
  });
  for (const event of ['end', 'close', 'error']) stream.on(event, finish);

  return {
    until(nonce, output) {
      if (ended) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        waiting = { mark: Buffer.from(`\0${nonce} `), output, resolve, reject };
        scan();
      });
    },
  };
}
