import { PassThrough, type Readable } from 'node:stream';
import { GymkhanaError } from '../../errors.ts';
import { cutText } from '../../text/cut.ts';
import type { ExecOptions, ExecResult, SandboxProcess } from '../contract.ts';
import { createOutput } from '../shell/output.ts';
import type { Entry } from './entry.ts';
import { killIfThere } from './kill-if-there.ts';

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
  const timedOut = (await within(entry.ended, timeoutMs)) === null;
  if (timedOut) {
    await killEntry(entry);
    await entry.ended;
  }
  const [o, e] = [stdout.take(), stderr.take()];
  return {
    exitCode: timedOut ? null : await statusOf(entry, e.bytes),
    stdout: o.bytes,
    stderr: e.bytes,
    omitted: { stdout: o.omitted, stderr: e.omitted },
    timedOut,
  };
}

/** The entry's process with its streams, and its status as runEntry tells it. */
export async function spawnEntry(entry: Entry): Promise<SandboxProcess> {
  const { stdin, stdout, stderr } = entry.child;
  if (!stdin || !stdout || !stderr || (await entry.firstPid) === null) throw notStarted(Buffer.alloc(0));
  const exit = statusOf(entry, Buffer.alloc(0)).then((exitCode) => ({ exitCode }));
  exit.catch(() => {});
  return { stdin, stdout: kept(stdout), stderr: kept(stderr), exit, kill: () => killEntry(entry) };
}

/** What a process said before it ended: Node drops what nobody has read by then. */
function kept(stream: Readable): Readable {
  const copy = stream.pipe(new PassThrough());
  copy.on('close', () => stream.resume());
  return copy;
}

async function statusOf(entry: Entry, said: Buffer): Promise<number> {
  const { code } = await entry.exited;
  // Where bubblewrap itself was killed it could not say whether there was a command: there was none without a PID 1.
  const wasStarted = code === null ? (await entry.firstPid) !== null : await entry.wasStarted;
  if (!wasStarted) throw notStarted(said);
  return code ?? KILLED;
}

const KILLED = 128 + 9;

function notStarted(said: Buffer): GymkhanaError {
  const problem = `bubblewrap could not make the sandbox: ${cutText(said.toString().trim(), 500) || 'it said nothing'}`;
  return new GymkhanaError({ code: 'SANDBOX_FAILED', place: 'namespace', problem, fix: 'see `gymkhana doctor`' });
}

async function within(promise: Promise<void>, timeoutMs: number): Promise<'done' | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, null);
  });
  try {
    return await Promise.race([promise.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Ends an entry: PID 1 of a pid namespace takes everything in it along, and bubblewrap waits for it. Resolves when all of
 * it is dead, also where nobody reads what it said.
 */
export async function killEntry(entry: Entry): Promise<void> {
  const { child, firstPid, exited } = entry;
  entry.isEnding = true;
  const victim = (await Promise.race([firstPid, exited.then(() => null)])) ?? child.pid;
  if (victim !== undefined && child.exitCode === null && child.signalCode === null) killIfThere(victim);
  await exited;
}
