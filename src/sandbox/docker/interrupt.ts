import type { Container } from 'dockerode';
import type { Resources } from '../contract.ts';
import { KILL_SESSION } from '../shell/kill-session.ts';
import { engineCall } from './engine.ts';
import { UNTRUSTED_UID } from './users.ts';

/** Room above the sandbox's own limit for the processes that end a fork bomb. */
const SPARE_PIDS = 64;

/**
 * Ends the running command's session, or that of the process with this number, or all that runs beside PID 1, with
 * processes entered from outside.
 */
export async function interruptCommands(
  container: Container,
  reach: 'session' | 'all' | number,
  { pids }: Resources,
): Promise<void> {
  const script = reach === 'all' ? 'kill -9 -1' : KILL_SESSION;
  const leader = typeof reach === 'number' ? [`${reach}`] : [];
  await engineCall('raising a limit', container.update({ PidsLimit: pids + SPARE_PIDS }));
  try {
    const exec = await engineCall(
      'creating an exec',
      container.exec({
        Cmd: ['sh', '-c', script, 'sh', ...leader],
        User: `${UNTRUSTED_UID}:${UNTRUSTED_UID}`,
        AttachStdout: true,
      }),
    );
    const stream = await engineCall('starting an exec', exec.start({ hijack: true, stdin: false }));
    stream.resume();
    const over = new Promise<void>((resolve) => {
      for (const event of ['end', 'close', 'error']) stream.on(event, () => resolve());
    });
    await engineCall('ending a command', over, 5_000);
  } finally {
    await engineCall('restoring a limit', container.update({ PidsLimit: pids }));
  }
}
