import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AGENT_FORMS } from '../agent/kinds.ts';
import { findModel } from '../model/providers.ts';
import { type AgentSource, loadAgent, resolveAgentRef } from '../run/agents.ts';
import { checkDerived } from '../run/derived.ts';
import { createRun, loadRun } from '../run/folder.ts';
import { mustHoldLimits } from '../run/hostile.ts';
import { modelsOf } from '../run/model-facts.ts';
import { type Override, overrideRunner } from '../run/override.ts';
import { planTrials } from '../run/plan.ts';
import { replayOf } from '../run/plan-replay.ts';
import { renderPlan } from '../run/plan-text.ts';
import { loadRecordedRun, mustBeRecorded } from '../run/recorded-trial.ts';
import { loadRunner } from '../run/runner.ts';
import { planRun } from '../run/spec.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import type { Task } from '../task/task.ts';
import { warnOfFilesBeside } from './changed-agents.ts';
import { loadTasks } from './load-tasks.ts';
import { mustNameModels, openModels, withJudge } from './models.ts';
import { positive } from './number.ts';
import { AGENTS, FULL, RUNNERS, runPath } from './paths.ts';
import { performRun } from './perform-run.ts';
import { runAgain } from './run-again.ts';
import { runIdOf } from './run-id.ts';
import { sandboxOption, withSandbox } from './sandbox-option.ts';
import { keepServable } from './servable.ts';

type Options = {
  tasks: string[];
  agent?: string[];
  model?: string[];
  runner: string;
  set: Override[];
  attempts?: number;
  concurrency?: number;
  maxTurns?: number[];
  seed?: string;
  id?: string;
  dryRun?: boolean;
  verbose?: boolean;
  judge?: string;
  sandbox?: SandboxName;
  replay?: string;
};

export function addRun(program: Command): void {
  program
    .command('run')
    .description('run agents on tasks and print the leaderboard; an id that exists is resumed')
    .addOption(
      new Option('--tasks <selector...>', 'task names, folders, globs or list files').default(
        [FULL],
        'the bundled tasks that need no judge',
      ),
    )
    .option('--agent <name...>', `${AGENT_FORMS}; may be repeated`)
    .option('--model <provider/name...>', 'for agents that use one, like openai/gpt-5; each makes an entry')
    .option('--runner <name>', 'a file under runners/, or a path to one', 'default')
    .option('--set <key=value>', 'a field of the runner, like limits.minutes=5; may be repeated', collectOverride, [])
    .addOption(sandboxOption('as the runner says'))
    .option('--judge <provider/name>', 'the model that judges, where a task asks for a judge')
    .option('--attempts <k>', 'trials of each task and entry', positive)
    .option('--concurrency <n>', 'sandboxes at a time (default: the number of cores)', positive)
    .option('--max-turns <list>', 'limits of turns, comma-separated: each makes an entry of its own', positives)
    .option('--seed <text>', 'what every random choice derives from (default: of the plan itself)')
    .option('--id <name>', 'the folder under runs/ (default: of the time)')
    .option(
      '--replay <run>',
      'let models answer as they did in that run: no key, no provider. Without --agent all of it is run again',
    )
    .option('--dry-run', 'print the plan with every default resolved, and stop')
    .option('--verbose', 'with --dry-run: every task and trial of a long plan')
    .action(run);
}

async function run(options: Options, command: Command): Promise<void> {
  if (!options.agent && options.replay !== undefined) return runAgain(options.replay, options, command);
  // Not commander's required option: it would be asked for before an unknown one is named.
  if (!options.agent) return command.error("error: required option '--agent <name...>' not specified");
  const asked = await loadTasks(options.tasks);
  checkDerived(asked);
  const overridden = withSandbox(
    overrideRunner(await loadRunner(options.runner, RUNNERS), options.set),
    options.sandbox,
  );
  const runner = withJudge(overridden, options.judge);
  const agents = new Map<string, AgentSource>();
  for (const ref of options.agent.map(resolveAgentRef)) agents.set(ref, await loadAgent(ref, AGENTS));
  mustNameModels([...agents.values()], options.model ?? [], runner.models);
  noteRepeats('an agent', options.agent);
  noteRepeats('a model', options.model);
  noteRepeats('a limit of turns', options.maxTurns);
  const id = runIdOf(options.id);
  const recorded = options.replay === undefined ? null : await loadRun(runPath(options.replay));
  const seed = options.seed ?? recorded?.spec.seed;
  const plan = (tasks: readonly Task[]) =>
    planRun({
      id,
      runner,
      tasks,
      agents,
      ...(options.model && { models: [...new Set(options.model)] }),
      ...(seed !== undefined && { seed }),
      ...(options.attempts && { attempts: options.attempts }),
      ...(options.concurrency && { concurrency: options.concurrency }),
      ...(options.maxTurns && { maxTurns: options.maxTurns }),
      ...(recorded && { replay: replayOf(recorded) }),
    });
  if (options.dryRun) {
    const spec = plan(asked);
    for (const ref of modelsOf(spec)) findModel(ref, spec.runner.models);
    process.stdout.write(
      renderPlan(spec, planTrials(spec, asked), {
        sandboxes: availableParallelism(),
        verbose: options.verbose ?? false,
      }),
    );
    return;
  }
  const whole = plan(asked);
  const models = openModels(modelsOf(whole), { ...whole, tasks: asked });
  // Before the run has a folder: where no sandbox opens, nothing is left behind.
  await using kind = await openSandboxKind(runner.sandbox, console.error);
  mustHoldLimits(kind, runner);
  const tasks = await keepServable(kind, asked, console.error);
  const spec = plan(tasks);
  if (recorded) mustBeRecorded(await loadRecordedRun(recorded.folder.path), planTrials(spec, tasks));
  const folder = await createRun(runPath(spec.id), spec);
  warnOfFilesBeside((await loadRun(folder.path)).spec, agents, console.error);
  await performRun({ kind, folder, spec, tasks, agents, models });
}

function noteRepeats(what: string, values: readonly (string | number)[] = []): void {
  if (new Set(values).size < values.length) console.error(`${what} that is named twice makes one entry`);
}

/** `limits.turns=[5, 10]`: the names of a field, and YAML. */
function collectOverride(text: string, before: Override[]): Override[] {
  const [, key, value] = /^([A-Za-z_][\w-]*(?:\.[\w-]+){0,9})=(.*)$/s.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return [...before, { key, value }];
  throw new InvalidArgumentError('It must be like limits.minutes=5.');
}

function positives(text: string): number[] {
  const values = text.split(',').map(Number);
  if (values.every((value) => Number.isInteger(value) && value > 0)) return values;
  throw new InvalidArgumentError('It must be positive integers separated by commas.');
}
