import type { Duplex, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container, Exec } from 'dockerode';
import { demultiplex } from './demultiplex.ts';
import { engineCall } from './engine.ts';
import { UNTRUSTED_UID } from './users.ts';

/** A process of the untrusted user in a running container, with the streams that the engine holds of it. */
export type ContainerProcess = {
  exec: Exec;
  stream: Duplex;
  stdout: Readable;
  stderr: Readable;
  /** Both outputs are over, and all of them has come. */
  streamEnded: Promise<void>;
};

export async function startProcess(
  container: Container,
  { argv, env, stdin }: { argv: readonly string[]; env: Record<string, string>; stdin: boolean },
): Promise<ContainerProcess> {
  const exec = await engineCall(
    'creating an exec',
    container.exec({
      Cmd: [...argv],
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      User: `${UNTRUSTED_UID}:${UNTRUSTED_UID}`,
      AttachStdin: stdin,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream = await engineCall('starting an exec', exec.start({ hijack: true, stdin }));
  const streamEnded = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.on(event, () => resolve());
  });
  return { exec, stream, streamEnded, ...demultiplex(stream) };
}

/**
 * Whether the process is over, at the latest after `timeoutMs`. It is when its stream ends; a child that keeps the
 * stream open must not hold us up, nor may a reader who is slow, so the engine is asked now and then as well.
 */
export async function hasEnded({ exec, streamEnded }: ContainerProcess, timeoutMs = Infinity): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  let over = false;
  const closed = streamEnded.then(() => {
    over = true;
  });
  for (let pauseMs = 200; performance.now() < deadline; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    const waited = new AbortController();
    const pause = Math.max(0, Math.min(pauseMs, deadline - performance.now()));
    await Promise.race([closed, sleep(pause, null, { signal: waited.signal }).catch(() => {})]);
    waited.abort();
    if (over) return true;
    if (!(await engineCall('inspecting an exec', exec.inspect())).Running) return true;
  }
  return false;
}

/** The status of a process that is over, from the engine, which saw it exit; null when it never tells. */
export async function statusOf({ exec }: ContainerProcess): Promise<number | null> {
  // The engine notes the status a moment after it closes the stream.
  for (let i = 0; i < 500; i++) {
    const { Running, ExitCode } = await engineCall('inspecting an exec', exec.inspect());
    if (!Running && ExitCode !== null) return ExitCode;
    await sleep(5);
  }
  return null;
}
