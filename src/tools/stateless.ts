import { failureReason } from './shell-output.ts';
import type { ToolEnv } from './tool.ts';

type Output = { ok: true; stdout: Buffer; stderr: string } | { ok: false; problem: string };

/** Runs a tool's own command in the initial directory and environment: nothing the agent did in `bash` bends it. */
export async function runStateless(
  env: ToolEnv,
  command: string,
  { stdin, maxOutputBytes = env.maxOutputBytes }: { stdin?: Buffer; maxOutputBytes?: number } = {},
): Promise<Output> {
  const result = await env.shell.run(command, {
    timeoutMs: env.timeoutMs,
    maxOutputBytes,
    stateful: false,
    ...(stdin && { stdin }),
  });
  const problem = failureReason(result, env.timeoutMs);
  return problem === null
    ? { ok: true, stdout: result.stdout, stderr: result.stderr.toString() }
    : { ok: false, problem };
}
