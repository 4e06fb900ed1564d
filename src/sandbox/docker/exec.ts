import type { Readable } from 'node:stream';
import type { Container } from 'dockerode';
import type { ExecOptions, ExecResult } from '../contract.ts';
import { createOutput, type Output } from '../shell/output.ts';
import { hasEnded, startProcess, statusOf } from './process.ts';

/** Runs argv as the untrusted user and takes its status from the engine, which saw it exit. */
export async function execInContainer(
  container: Container,
  argv: readonly string[],
  { timeoutMs, maxOutputBytes, env = {} }: ExecOptions,
): Promise<ExecResult> {
  const started = await startProcess(container, { argv, env, stdin: false });
  const stdout = collect(started.stdout, createOutput(maxOutputBytes));
  const stderr = collect(started.stderr, createOutput(maxOutputBytes));
  const timedOut = !(await hasEnded(started, timeoutMs));
  if (timedOut) started.stream.destroy();
  const exitCode = timedOut ? null : await statusOf(started);
  const [o, e] = [stdout.take(), stderr.take()];
  return { exitCode, stdout: o.bytes, stderr: e.bytes, omitted: { stdout: o.omitted, stderr: e.omitted }, timedOut };
}

function collect(stream: Readable, output: Output): Output {
  stream.on('data', (chunk: Buffer) => output.push(chunk));
  return output;
}
