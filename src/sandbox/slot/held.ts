import { GymkhanaError } from '../../errors.ts';
import { cutText } from '../../text/cut.ts';
import type { Shell } from '../contract.ts';
import type { ConnectedShell } from '../shell/client.ts';

/**
 * A sandbox's files, as trusted code beside it sees them: they outlive its processes. The upper layer is what was
 * written to the workspace; the report is what came through the FIFO that test commands write to.
 */
export type Held = {
  /** Runs commands of ours beside the files, never in the sandbox. */
  shell: ConnectedShell;
  /** Paths as that shell sees them. */
  upper: string;
  collected: string;
  /**
   * For reading while hostile processes live, who may put a link where a folder was: once `prepare` has succeeded,
   * `command` runs another one with nothing in sight but tools and the upper layer, which is at `upper` there.
   */
  confined: { prepare: string; command: string; upper: string };
};

/** Runs a command of ours beside the files: its output as bytes, SANDBOX_FAILED when it fails. */
export async function trusted(
  shell: Shell,
  command: string,
  stdin?: Buffer,
  maxOutputBytes = 1 << 20,
): Promise<Buffer> {
  const options = { timeoutMs: 60_000, maxOutputBytes, stateful: false, ...(stdin && { stdin }) };
  const { exitCode, stdout, stderr, omitted } = await shell.run(command, options);
  if (exitCode === 0 && omitted.stdout === 0) return stdout;
  const problem = `a holder's command ended with ${exitCode}: ${cutText(stderr.toString(), 500)}`;
  throw new GymkhanaError({ code: 'SANDBOX_FAILED', place: 'holder', problem, fix: 'see `gymkhana doctor`' });
}
