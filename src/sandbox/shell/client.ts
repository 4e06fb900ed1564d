import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import pLimit from 'p-limit';
import { GymkhanaError } from '../../errors.ts';
import type { Shell, ShellOptions, ShellResult } from '../contract.ts';
import { readMarked } from './marked-stream.ts';
import { createOutput } from './output.ts';
import { encodeCommand } from './supervisor.ts';

export type ShellStreams = { stdin: Writable; stdout: Readable; stderr: Readable };

/** How a kind ends what runs in the sandbox, from outside the shell: the command's session first, then everything. */
export type Interrupt = (reach: 'session' | 'all') => Promise<void>;

/** A shell over streams; `ended` resolves when they end, which nothing inside can undo. */
export type ConnectedShell = Shell & { ended: Promise<void> };

/** After an interrupt, how long the shell may take to say that the command is over. */
const GRACE_MS = 2_000;

/**
 * Speaks to a SUPERVISOR over its streams. Rejects with SANDBOX_DIED when a stream ends or when a command outlives
 * both interrupts.
 */
export async function connectShell(
  streams: ShellStreams,
  { name, token, interrupt }: { name: string; token: string; interrupt: Interrupt },
): Promise<ConnectedShell> {
  const died = (how: string) =>
    new GymkhanaError({ code: 'SANDBOX_DIED', place: name, problem: how, fix: 'open a new sandbox' });
  const onEnd = () => died('the shell of the sandbox ended');
  const out = readMarked(streams.stdout, onEnd);
  const err = readMarked(streams.stderr, onEnd);
  // A write to a dead sandbox fails on the stream as well; the streams' ends already tell.
  streams.stdin.on('error', () => {});
  const none = createOutput(0);
  await Promise.all([out.until('ready', none), err.until('ready', none)]);

  const run = async (command: string, options: ShellOptions): Promise<ShellResult> => {
    const nonce = randomBytes(16).toString('hex');
    const input = options.stdin ?? Buffer.alloc(0);
    const stdout = createOutput(options.maxOutputBytes);
    const stderr = createOutput(options.maxOutputBytes);
    const over = Promise.all([out.until(nonce, stdout), err.until(nonce, stderr)]);
    const stateful = options.stateful === false ? 0 : 1;
    streams.stdin.write(`\n${token} ${nonce} ${stateful} ${input.length} ${encodeCommand(command)}\n`);
    if (input.length > 0) streams.stdin.write(input);

    const timedOut = (await within(over, options.timeoutMs)) === 'late';
    if (timedOut) {
      await interrupt('session');
      if ((await within(over, GRACE_MS)) === 'late') {
        await interrupt('all');
        if ((await within(over, GRACE_MS)) === 'late') throw died('a command could not be stopped');
      }
    }
    const [status] = await over;
    const [o, e] = [stdout.take(), stderr.take()];
    return {
      exitCode: status,
      stdout: o.bytes,
      stderr: e.bytes,
      omitted: { stdout: o.omitted, stderr: e.omitted },
      timedOut,
      lost: false,
    };
  };
  const oneAtATime = pLimit(1);
  const ended = Promise.race([out.ended, err.ended]);
  return { run: (command, options) => oneAtATime(run, command, options), ended };
}

async function within(promise: Promise<unknown>, timeoutMs: number): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'late');
  });
  try {
    return await Promise.race([promise.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
