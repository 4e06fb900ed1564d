import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { foldJournal, isDone, verdictOf } from '../journal/fold.ts';
import { readJournal } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import { readLeaderboard } from '../report/read-runs.ts';
import { renderTable } from '../report/table.ts';
import type { AgentSource } from '../run/agents.ts';
import { executeRun } from '../run/execute.ts';
import type { RunFolder } from '../run/folder.ts';
import type { RunSpec } from '../run/spec.ts';
import type { SandboxKind } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { showTrial } from './find-trial.ts';
import { listenForInterrupts } from './interrupt.ts';
import { openProgress } from './progress.ts';

/**
 * Runs what is left of a run and prints its leaderboard. The exit code is 130 after an interrupt, and 1 when a trial
 * has no verdict or a task is invalid: a script must not take such a run for a whole one.
 */
export async function performRun({
  kind,
  folder,
  spec,
  tasks,
  agents,
}: {
  kind: SandboxKind;
  folder: RunFolder;
  spec: RunSpec;
  tasks: readonly Task[];
  agents: ReadonlyMap<string, AgentSource>;
}): Promise<void> {
  const progress = openProgress(process.stderr);
  const interrupts = listenForInterrupts(progress.say);
  try {
    await executeRun({
      folder,
      spec,
      tasks,
      agents,
      kind,
      concurrency: spec.runner.concurrency?.sandboxes ?? availableParallelism(),
      onEvent: progress.onEvent,
      drain: interrupts.drain,
      stop: interrupts.stop,
    });
  } finally {
    progress.close();
    interrupts.release();
  }
  process.stdout.write(renderTable(await readLeaderboard([{ ...folder, seed: spec.seed }])));
  const states = [...foldJournal(await readJournal(folder.journal)).values()];
  const { open, invalid } = countUnjudged(states);
  const place = relative(process.cwd(), folder.path) || folder.path;
  if (interrupts.drain.aborted) {
    console.error(`interrupted; \`gymkhana resume ${spec.id}\` goes on`);
    process.exitCode = 130;
  } else if (open > 0) {
    console.error(`${open} trials have no verdict; \`gymkhana resume ${spec.id}\` tries them again`);
    process.exitCode = 1;
  } else if (invalid > 0) {
    console.error(
      `${invalid} trials are of invalid tasks; mend those and start another run, or \`gymkhana resume ${spec.id}\` asks again`,
    );
    process.exitCode = 1;
  } else {
    console.error(`complete: ${place}; ${hintOf(folder, states)}`);
  }
}

/** Trials that a resume would try again, and those whose task can't judge anybody. */
function countUnjudged(states: readonly TrialState[]): { open: number; invalid: number } {
  const invalid = states.filter((state) => verdictOf(state) === 'task_invalid').length;
  return { open: states.filter((state) => !isDone(state)).length - invalid, invalid };
}

/** What to look at next: a trial that nobody solved, or else the first. */
function hintOf({ path: run }: RunFolder, states: readonly TrialState[]): string {
  const failed = states.find((state) => verdictOf(state) !== 'resolved') ?? states[0];
  if (failed === undefined) return 'it has no trials';
  return `\`gymkhana show ${showTrial({ run, id: failed.trial })}\` tells what one of its trials did`;
}
