import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { readLeaderboard } from '../report/read-runs.ts';
import { renderTable } from '../report/table.ts';
import type { AgentSource } from '../run/agents.ts';
import { executeRun } from '../run/execute.ts';
import type { RunFolder } from '../run/folder.ts';
import type { RunSpec } from '../run/spec.ts';
import { SANDBOX_KINDS } from '../sandbox/kinds.ts';
import type { Task } from '../task/task.ts';
import { listenForInterrupts } from './interrupt.ts';
import { openProgress } from './progress.ts';

/**
 * Runs what is left of a run and prints its leaderboard. The exit code is 130 after an interrupt, and 1 when a trial
 * has no verdict or a task is invalid: a script must not take such a run for a whole one.
 */
export async function performRun({
  folder,
  spec,
  tasks,
  agents,
}: {
  folder: RunFolder;
  spec: RunSpec;
  tasks: readonly Task[];
  agents: ReadonlyMap<string, AgentSource>;
}): Promise<void> {
  const progress = openProgress(process.stderr);
  const interrupts = listenForInterrupts(progress.say);
  let incomplete = false;
  try {
    await using kind = await SANDBOX_KINDS[spec.runner.sandbox]();
    await executeRun({
      folder,
      spec,
      tasks,
      agents,
      kind,
      concurrency: spec.runner.concurrency?.sandboxes ?? availableParallelism(),
      onEvent(event) {
        if (event.type === 'invalid' || (event.type === 'ended' && !event.end.outcome)) incomplete = true;
        progress.onEvent(event);
      },
      drain: interrupts.drain,
      stop: interrupts.stop,
    });
  } finally {
    progress.close();
    interrupts.release();
  }
  process.stdout.write(renderTable(await readLeaderboard([{ ...folder, seed: spec.seed }])));
  const place = relative(process.cwd(), folder.path) || folder.path;
  if (interrupts.drain.aborted) {
    console.error(`interrupted; \`gymkhana resume ${spec.id}\` goes on`);
    process.exitCode = 130;
  } else if (incomplete) {
    console.error(`some trials have no verdict; \`gymkhana resume ${spec.id}\` tries them again`);
    process.exitCode = 1;
  } else {
    console.error(`complete: ${place}; \`gymkhana show\` explains each trial`);
  }
}
