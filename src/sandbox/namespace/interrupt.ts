import { execa } from 'execa';
import { GymkhanaError } from '../../errors.ts';
import { KILL_SESSION } from '../shell/kill-session.ts';
import { INNER_UID } from './bubblewrap.ts';

/** Ends the running command's session, or all that runs beside PID 1, with a process entered from outside. */
export async function interruptEntry(firstPid: number | null, reach: 'session' | 'all'): Promise<void> {
  if (firstPid === null) return;
  const script = reach === 'session' ? KILL_SESSION : 'kill -9 -1';
  const identity = ['--setuid', `${INNER_UID}`, '--setgid', `${INNER_UID}`];
  const { failed, isTerminated, exitCode, stderr } = await execa(
    'nsenter',
    ['-t', `${firstPid}`, '-U', '-m', '-p', ...identity, '--', '/bin/sh', '-c', script],
    { reject: false, timeout: 5_000, stdin: 'ignore' },
  );
  // `kill -9 -1` takes its own shell along where it isn't PID 1's.
  if (!failed || isTerminated || exitCode === 137) return;
  const problem = `a command could not be interrupted: ${stderr}`;
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: `pid ${firstPid}`, problem });
}
