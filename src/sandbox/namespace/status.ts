import type { Readable } from 'node:stream';

/** What bubblewrap, outside its sandbox, says of it. */
export type Status = {
  /** PID 1 as the machine knows it; null when it never started. */
  firstPid: Promise<number | null>;
  /** Once the entry has ended: whether its command was ever started, or the sandbox could not be made. */
  wasStarted: Promise<boolean>;
};

/** It writes `{"child-pid": N}` once PID 1 exists and, where the command was started, `{"exit-code": N}` at its end. */
export function readStatus(stream: Readable): Status {
  let text = '';
  let tellPid: (pid: number | null) => void;
  const firstPid = new Promise<number | null>((resolve) => {
    tellPid = resolve;
  });
  const wasStarted = new Promise<boolean>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
      const found = /"child-pid": (\d+)\D/.exec(text);
      if (found) tellPid(Number(found[1]));
    });
    stream.once('close', () => {
      tellPid(null);
      resolve(text.includes('"exit-code":'));
    });
    stream.on('error', () => {});
  });
  return { firstPid, wasStarted };
}
