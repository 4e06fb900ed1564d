import type { Command } from 'commander';
import { GymkhanaError } from '../errors.ts';
import { createRun, loadRun } from '../run/folder.ts';
import { copyStart } from '../run/fork.ts';
import { planTrials } from '../run/plan.ts';
import { replayOf } from '../run/plan-replay.ts';
import { loadRecordedRun, mustBeRecorded } from '../run/recorded-trial.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { withAgentsOfToday } from './agents-of-today.ts';
import { runPath } from './paths.ts';
import { performRun } from './perform-run.ts';
import { reloadActors, reloadTasks } from './resume.ts';
import { runIdOf } from './run-id.ts';
import { withSandbox } from './sandbox-option.ts';

/** What a plan would be made of; here it is there already. */
const OF_A_PLAN = [
  'tasks',
  'model',
  'runner',
  'set',
  'attempts',
  'concurrency',
  'maxTurns',
  'seed',
  'dryRun',
  'verbose',
];

/** All trials of a run once more, as they were planned, with its models' answers. Errors USAGE, RECORDING_MISSING. */
export async function runAgain(
  run: string,
  { id, sandbox }: { id?: string; sandbox?: SandboxName },
  command: Command,
): Promise<void> {
  for (const option of command.options) {
    if (OF_A_PLAN.includes(option.attributeName()) && isGiven(command, option.attributeName()))
      throw alreadyPlanned(option.long);
  }
  const recorded = await loadRun(runPath(run));
  const planned = { ...recorded.spec, id: runIdOf(id), replay: replayOf(recorded) };
  const same = { ...planned, runner: withSandbox(planned.runner, sandbox) };
  const spec = await withAgentsOfToday(same, console.error);
  const tasks = await reloadTasks(spec);
  mustBeRecorded(await loadRecordedRun(recorded.folder.path), planTrials(spec, tasks));
  const actors = await reloadActors(spec, tasks);
  await using kind = await openSandboxKind(spec.runner.sandbox, console.error);
  const folder = await createRun(runPath(spec.id), spec);
  if (spec.fork) await copyStart(recorded.folder, folder);
  await performRun({ kind, folder, spec, tasks, ...actors });
}

function isGiven(command: Command, name: string): boolean {
  return command.getOptionValueSource(name) === 'cli';
}

function alreadyPlanned(option: string | null | undefined): GymkhanaError {
  const problem = 'a run that is replayed as a whole has its plan already';
  const fix = 'leave it out, or name the --agent too, and with it all that the run was asked for';
  return new GymkhanaError({ code: 'USAGE', place: option ?? '', problem, fix });
}
