import { PassThrough } from 'node:stream';
import type { Container } from 'dockerode';
import type { ExecOptions, ExecResult } from '../contract.ts';
import { createOutput, type Output } from '../shell/output.ts';
import { type Engine, engineCall } from './engine.ts';
import { UNTRUSTED_UID } from './users.ts';

/** Runs argv as the untrusted user and takes its status from the engine, which saw it exit. */
export async function execInContainer(
  engine: Engine,
  container: Container,
  argv: readonly string[],
  { timeoutMs, maxOutputBytes, env = {} }: ExecOptions,
): Promise<ExecResult> {
  const exec = await engineCall(
    'creating an exec',
    container.exec({
      Cmd: [...argv],
      Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
      User: `${UNTRUSTED_UID}:${UNTRUSTED_UID}`,
      AttachStdout: true,
      AttachStderr: true,
    }),
  );
  const stream = await engineCall('starting an exec', exec.start({ hijack: true, stdin: false }));
  const stdout = createOutput(maxOutputBytes);
  const stderr = createOutput(maxOutputBytes);
  engine.modem.demuxStream(stream, collect(stdout), collect(stderr));

  const timedOut = !(await ended(exec, stream, timeoutMs));
  if (timedOut) stream.destroy();
  const exitCode = timedOut ? null : await statusOf(exec);
  const [o, e] = [stdout.take(), stderr.take()];
  return { exitCode, stdout: o.bytes, stderr: e.bytes, omitted: { stdout: o.omitted, stderr: e.omitted }, timedOut };
}

type Exec = Awaited<ReturnType<Container['exec']>>;

/**
 * The process is over when its stream ends; a child that keeps the stream open must not hold us up, so the engine is
 * asked now and then as well.
 */
async function ended(exec: Exec, stream: NodeJS.ReadableStream, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  let over = false;
  const closed = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) {
      stream.on(event, () => {
        over = true;
        resolve();
      });
    }
  });
  for (let pauseMs = 200; performance.now() < deadline; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    await Promise.race([closed, sleep(Math.min(pauseMs, deadline - performance.now()))]);
    if (over) return true;
    if (!(await engineCall('inspecting an exec', exec.inspect())).Running) return true;
  }
  return false;
}

async function statusOf(exec: Exec): Promise<number | null> {
  // The engine notes the status a moment after it closes the stream.
  for (let i = 0; i < 500; i++) {
    const { Running, ExitCode } = await engineCall('inspecting an exec', exec.inspect());
    if (!Running && ExitCode !== null) return ExitCode;
    await sleep(5);
  }
  return null;
}

function collect(output: Output): PassThrough {
  const sink = new PassThrough();
  sink.on('data', (chunk: Buffer) => output.push(chunk));
  return sink;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
