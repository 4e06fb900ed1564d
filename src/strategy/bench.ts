import type { Layer, Sandbox, SandboxSpec, WorkspaceFile } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { applyPolicy } from '../verify/protect.ts';
import { readProtected } from '../verify/protected-files.ts';
import { type Ran, runCommand } from '../verify/run-command.ts';
import type { Change } from '../workspace/change.ts';

/** What trying a candidate out takes; nothing hidden is within reach. */
export type Bench = {
  task: Task;
  layer: Layer;
  openSandbox(role: SandboxSpec['role']): Promise<Sandbox>;
  signal: AbortSignal;
};

type Trial = { change: Change; extra: readonly WorkspaceFile[]; command: string; minutes: number };

/**
 * Runs a command on a candidate in a fresh sandbox, `extra` written over it. The files that the task protects are as they
 * were: a candidate that edits the tests it is tried by gains nothing.
 */
export async function tryOut(bench: Bench, { change, extra, command, minutes }: Trial): Promise<Ran> {
  const { task, layer } = bench;
  const protect = task.verify.flatMap((verifier) => ('protect' in verifier ? verifier.protect : []));
  const { files, deleted } = applyPolicy(change, {
    paths: task.submit.paths,
    protect,
    hiddenTests: extra.map(({ path }) => path),
    baseFiles: layer.manifest.keys(),
  });
  const kept = await readProtected(bench, protect);
  return runCommand(bench, { files, kept, hidden: extra, deleted, command, minutes });
}
