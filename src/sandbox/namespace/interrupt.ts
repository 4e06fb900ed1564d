import { execa } from 'execa';
import { GymkhanaError } from '../../errors.ts';
import { KILL_SESSION } from '../shell/kill-session.ts';
import { INNER_UID } from './bubblewrap.ts';
import type { Holder } from './holder.ts';

/** Ends the running command's session, or all that runs beside PID 1, with a process entered from outside. */
export async function interruptEntry(
  { pid: holderPid }: Pick<Holder, 'pid'>,
  { firstPid, asRoot, reach }: { firstPid: number | null; asRoot: boolean; reach: 'session' | 'all' },
): Promise<void> {
  if (firstPid === null) return;
  const script = reach === 'session' ? KILL_SESSION : 'kill -9 -1';
  const identity = ['--setuid', `${INNER_UID}`, '--setgid', `${INNER_UID}`];
  const [command = '', ...args] = [
    ...(asRoot ? enter(firstPid, '-U', '-m', '-p', ...identity) : enterFromAbove(holderPid, firstPid)),
    ...['/bin/sh', '-c', script],
  ];
  const { failed, isTerminated, exitCode, stderr } = await execa(command, args, {
    reject: false,
    timeout: 5_000,
    stdin: 'ignore',
  });
  // `kill -9 -1` takes its own shell along where it isn't PID 1's.
  if (!failed || isTerminated || exitCode === 137) return;
  const problem = `a command could not be interrupted: ${stderr}`;
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: `pid ${firstPid}`, problem });
}

/**
 * For an ordinary user: it is only master of the sandbox's namespaces in the holder's, above them. The last step gives
 * that up, after the fork: below, a fork bomb has used up what there is.
 */
function enterFromAbove(holderPid: number, firstPid: number): string[] {
  const holder = enter(holderPid, '-U', '--preserve-credentials');
  return [...holder, ...enter(firstPid, '-m', '-p'), ...enter(1, '-U', '--preserve-credentials')];
}

function enter(pid: number, ...options: string[]): string[] {
  return ['nsenter', '-t', `${pid}`, ...options, '--'];
}
