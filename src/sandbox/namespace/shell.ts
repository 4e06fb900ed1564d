import { randomBytes } from 'node:crypto';
import { GymkhanaError } from '../../errors.ts';
import { cutText } from '../../text/cut.ts';
import { WORKSPACE } from '../contract.ts';
import { dead } from '../death.ts';
import { type ConnectedShell, connectShell } from '../shell/client.ts';
import { SUPERVISOR } from '../shell/supervisor.ts';
import type { Entry } from './entry.ts';

type ShellParts = {
  start(argv: readonly string[]): Entry;
  interrupt(firstPid: number | null, reach: 'session' | 'all'): Promise<void>;
};

/** The agent's shell: PID 1 of an entry of its own. */
export async function startShell(name: string, { start, interrupt }: ShellParts): Promise<ConnectedShell> {
  const token = randomBytes(16).toString('hex');
  const entry = start(['sh', '-c', SUPERVISOR, 'gymkhana', token, WORKSPACE, '/run/gymkhana']);
  const { stdin, stdout, stderr } = entry.child;
  if (!stdin || !stdout || !stderr) throw dead(name);
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk;
  };
  stderr.on('data', listen);
  try {
    return await connectShell(
      { stdin, stdout, stderr },
      { name, token, interrupt: async (reach) => interrupt(await entry.firstPid, reach) },
    );
  } catch (cause) {
    const problem = `bubblewrap did not start: ${cutText(said.trim(), 500) || 'it said nothing'}`;
    throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: name, problem, fix: 'see `gymkhana doctor`' }, { cause });
  } finally {
    stderr.off('data', listen);
  }
}
