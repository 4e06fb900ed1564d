import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { GymkhanaError } from '../../errors.ts';

/** A process of ours that a sandbox stands on, spawned with pipes as its standard streams. */
export type Helper = {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** What it says when it fails to start: SANDBOX_FAILED, with its own words. */
  failure(sandbox: string, what: string, cause: unknown): GymkhanaError;
  /** Resolves when it is dead. */
  close(): Promise<void>;
};

const MAX_SAID = 2000;

export function asHelper(child: ChildProcess): Helper {
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('spawned without pipes');
  let said = '';
  stderr.on('data', (chunk: Buffer) => {
    if (said.length < MAX_SAID) said += chunk;
  });
  const ended = endOf(child);
  const failure = (sandbox: string, what: string, cause: unknown) => {
    const problem = `${what} did not start: ${said.trim() || 'it said nothing'}`;
    const fix = 'see `gymkhana doctor`';
    return new GymkhanaError({ code: 'SANDBOX_FAILED', place: sandbox, problem, fix }, { cause });
  };
  const close = async () => {
    stdin.destroy();
    child.kill('SIGKILL');
    await ended;
  };
  return { stdin, stdout, stderr, failure, close };
}

/** Resolves when it is dead and its streams are closed. */
export function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
}
