import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { createRun } from '../run/folder.ts';
import { copyStart } from '../run/fork.ts';
import { planTrialReplay } from '../run/plan-replay.ts';
import { chooseMode } from '../run/replay-mode.ts';
import { REPLAY_MODES, type ReplayMode } from '../run/spec.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { foldCalls } from '../trajectory/fold.ts';
import { loadSubmission } from '../workspace/change.ts';
import { withAgentsOfToday } from './agents-of-today.ts';
import { loadEndedTrial } from './ended-trial.ts';
import { runPath } from './paths.ts';
import { performRun } from './perform-run.ts';
import { reloadActors, reloadTasks } from './resume.ts';
import { runIdOf, shortId } from './run-id.ts';
import { sandboxOption } from './sandbox-option.ts';

type Options = { mode?: ReplayMode; id?: string; sandbox?: SandboxName };

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('do again what a trial did, with no model provider, and name what comes out otherwise')
    .argument('<trial>', 'the id of a trial or its beginning, or a path to its folder')
    .addOption(
      new Option(
        '--mode <mode>',
        'make its tool calls again, or let the agent act again on the answers of its model (default: what fits)',
      ).choices(REPLAY_MODES),
    )
    .addOption(sandboxOption('as the trial had it'))
    .option('--id <name>', 'the folder under runs/ (default: of the recorded run, with a number)')
    .action(replay);
}

/** The exit code is 0 where the verdict is the same. */
async function replay(wanted: string, options: Options): Promise<void> {
  const { folder, spec, place, planned, submitted, events } = await loadEndedTrial(wanted);
  const { files, deleted } = await loadSubmission(join(place, submitted.submission));
  const mode = chooseMode(options.mode, {
    hasModel: submitted.usage.model !== undefined,
    calls: foldCalls(events).length,
    changes: files.length + deleted.length,
  });
  const name = options.id === undefined ? freeId(`${spec.id}-replay`) : runIdOf(options.id);
  const made = { folder, id: name, mode, sandbox: options.sandbox ?? submitted.sandbox.kind };
  const plan = await withAgentsOfToday(planTrialReplay(spec, planned, made), console.error);
  const tasks = await reloadTasks(plan);
  const actors = await reloadActors(plan, tasks);
  await using kind = await openSandboxKind(plan.runner.sandbox, console.error);
  const own = await createRun(runPath(plan.id), plan);
  if (plan.fork) await copyStart(folder, own);
  await performRun({ kind, folder: own, spec: plan, tasks, ...actors });
}

/** `first-replay`, `first-replay-2`: each replay is a run of its own. */
function freeId(base: string): string {
  const short = shortId(base, 90);
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? short : `${short}-${count}`;
    if (!existsSync(runPath(id))) return id;
  }
}
