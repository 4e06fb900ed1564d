import { GymkhanaError } from '../../errors.ts';
import type { ExecOptions, ExecResult } from '../contract.ts';
import { createOutput } from '../shell/output.ts';
import type { Entry } from './entry.ts';

/**
 * Waits for an entry to end, within its time, and tells its status as this machine's kernel does. Errors SANDBOX_FAILED
 * when the command was never started: the status is bubblewrap's own then.
 */
export async function runEntry(entry: Entry, { timeoutMs, maxOutputBytes }: ExecOptions): Promise<ExecResult> {
  const stdout = createOutput(maxOutputBytes);
  const stderr = createOutput(maxOutputBytes);
  entry.child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  entry.child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  entry.child.stdin?.end();
  const end = await within(entry.ended, timeoutMs);
  if (end === null) await killEntry(entry);
  const [o, e] = [stdout.take(), stderr.take()];
  if (end?.code != null && !(await entry.wasStarted)) throw notStarted(e.bytes);
  return {
    exitCode: end === null ? null : (end.code ?? 137),
    stdout: o.bytes,
    stderr: e.bytes,
    omitted: { stdout: o.omitted, stderr: e.omitted },
    timedOut: end === null,
  };
}

function notStarted(said: Buffer): GymkhanaError {
  const problem = `bubblewrap could not make the sandbox: ${said.toString().trim().slice(0, 500) || 'it said nothing'}`;
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place: 'namespace', problem, fix: 'see `gymkhana doctor`' });
}

async function within<T>(promise: Promise<T>, timeoutMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, null);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends an entry: PID 1 of a pid namespace takes everything in it along. Resolves when all of it is dead. */
export async function killEntry({ child, firstPid, ended }: Entry): Promise<void> {
  const pid = await Promise.race([firstPid, ended.then(() => null)]);
  for (const victim of [pid, child.pid]) if (victim) killIfThere(victim);
  await ended;
}

export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with the other.
  }
}
