import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { isDone, isPending, verdictOf } from '../journal/fold.ts';
import { loadLeanTrials } from '../journal/read.ts';
import type { LeanTrial } from '../journal/record.ts';
import { readLeaderboard } from '../report/read-runs.ts';
import { hasSameVerdict, readReplay, renderComparison } from '../report/replay.ts';
import { renderTable } from '../report/table.ts';
import type { AgentSource } from '../run/agents.ts';
import { executeRun } from '../run/execute.ts';
import { type RunFolder, runFolder } from '../run/folder.ts';
import type { OpenedModel } from '../run/model-session.ts';
import type { RunSpec } from '../run/spec.ts';
import type { SandboxKind } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { countOf } from '../text/count.ts';
import { endAs } from './exit-code.ts';
import { endAsFailed } from './failed-entries.ts';
import { showTrial } from './find-trial.ts';
import { listenForInterrupts } from './interrupt.ts';
import { judgeOf } from './models.ts';
import { openProgress } from './progress.ts';
import { terminalWidth } from './terminal.ts';

/**
 * Runs what is left of a run and prints its leaderboard. The exit code is 130 after an interrupt, and 1 when a trial
 * has no verdict or a task is invalid: a script must not take such a run for a whole one. So it is
 * where a replay comes to another verdict.
 */
export async function performRun({
  kind,
  folder,
  spec,
  tasks,
  agents,
  models,
}: {
  kind: SandboxKind;
  folder: RunFolder;
  spec: RunSpec;
  tasks: readonly Task[];
  agents: ReadonlyMap<string, AgentSource>;
  models: ReadonlyMap<string, OpenedModel>;
}): Promise<void> {
  const progress = openProgress(process.stderr);
  const interrupts = listenForInterrupts(progress.say);
  try {
    await executeRun({
      folder,
      spec,
      tasks,
      agents,
      models,
      kind,
      judge: judgeOf(spec.runner, models),
      concurrency: spec.runner.concurrency?.sandboxes ?? availableParallelism(),
      onEvent: progress.onEvent,
      drain: interrupts.drain,
      stop: interrupts.stop,
    });
  } finally {
    progress.close();
    interrupts.release();
  }
  const board = await readLeaderboard([{ ...folder, ...spec }]);
  process.stdout.write(renderTable(board, { width: terminalWidth() }));
  endAsFailed(board);
  if (spec.replay) await tellReplay(folder, spec.replay);
  const trials = await loadLeanTrials(folder.journal);
  const { open, pending, invalid } = countUnjudged([...trials.values()]);
  const place = relative(process.cwd(), folder.path) || folder.path;
  if (interrupts.drain.aborted) {
    console.error(`interrupted; \`gymkhana resume ${spec.id}\` goes on`);
    endAs('interrupted');
  } else if (open > 0) {
    const trials = countOf(open, 'trial has', 'trials have');
    console.error(`${trials} no verdict; \`gymkhana resume ${spec.id}\` tries again`);
    endAs('undecided');
  } else if (pending > 0) {
    const judge = spec.runner.judge ? '' : ' --judge provider/name';
    const trials = countOf(pending, 'trial waits for its', 'trials wait for their');
    console.error(`${trials} judge; \`gymkhana rescore ${spec.id}${judge}\` asks it`);
    endAs('undecided');
  } else if (invalid > 0) {
    const mend = `mend those and start another run, or \`gymkhana resume ${spec.id}\` asks again`;
    console.error(`${countOf(invalid, 'trial is', 'trials are')} of invalid tasks; ${mend}`);
    endAs('negative');
  } else {
    console.error(`complete: ${place}; ${hintOf(folder, trials)}`);
  }
}

/** What came out otherwise than in the run that was replayed. A verdict that did makes the exit code 1. */
async function tellReplay(folder: RunFolder, { folder: path, mode }: NonNullable<RunSpec['replay']>): Promise<void> {
  const comparisons = await readReplay(folder, { recorded: runFolder(path), mode });
  process.stdout.write(`\n${comparisons.map(renderComparison).join('')}`);
  if (!comparisons.every(hasSameVerdict)) endAs('negative');
}

/** Trials that a resume would try again, and those whose task can't judge anybody. */
function countUnjudged(trials: readonly LeanTrial[]): { open: number; pending: number; invalid: number } {
  const invalid = trials.filter((trial) => verdictOf(trial) === 'task_invalid').length;
  const pending = trials.filter(isPending).length;
  return { open: trials.filter((trial) => !isDone(trial)).length - pending - invalid, pending, invalid };
}

/** Agents that solve nothing, or everything, by what they are. */
const BASELINES = /^(?:nop|oracle)\b/;

/** What to look at next: an unresolved trial, of a real agent at best, or else the first. */
function hintOf({ path: run }: RunFolder, trials: ReadonlyMap<string, LeanTrial>): string {
  const all = [...trials];
  const unresolved = all.filter(([, trial]) => verdictOf(trial) !== 'resolved');
  const telling = unresolved.find(([, { planned }]) => !BASELINES.test(planned?.entry ?? ''));
  const [id] = telling ?? unresolved[0] ?? all[0] ?? [];
  return id === undefined ? 'it has no trials' : `\`gymkhana show ${showTrial({ run, id })}\` tells what a trial did`;
}
