import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { AGENT_FORMS } from '../agent/kinds.ts';
import { loadAgent, resolveAgentRef } from '../run/agents.ts';
import { createRun } from '../run/folder.ts';
import { keepStart } from '../run/fork.ts';
import { planFork } from '../run/plan-fork.ts';
import { checkpointsOf, findCheckpoint } from '../run/rollout-state.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { renderTrajectory } from '../trajectory/render.ts';
import { loadCheckpoint } from '../workspace/checkpoint.ts';
import { loadEndedTrial } from './ended-trial.ts';
import { mustNameModels, openModels } from './models.ts';
import { AGENTS, runPath } from './paths.ts';
import { performRun } from './perform-run.ts';
import { reloadTasks } from './resume.ts';
import { runIdOf, shortId } from './run-id.ts';
import { sandboxOption, withSandbox } from './sandbox-option.ts';

type Options = { turn: number; agent: string; model?: string; id?: string; sandbox?: SandboxName };

export function addFork(program: Command): void {
  program
    .command('fork')
    .description('let another agent go on from the files as they were after a turn; no process comes along')
    .argument('<trial>', 'the id of a trial or its beginning, or a path to its folder; its run took checkpoints')
    .requiredOption('--turn <n>', 'the turn after which it goes on', turn)
    .requiredOption('--agent <name>', AGENT_FORMS)
    .option('--model <provider/name>', 'for an agent that uses one')
    .addOption(sandboxOption('as the trial had it'))
    .option('--id <name>', 'the folder under runs/ (default: of the trial and the turn)')
    .action(fork);
}

async function fork(wanted: string, options: Options): Promise<void> {
  const { folder, spec, place, planned, submitted, events } = await loadEndedTrial(wanted);
  const { tree, at } = findCheckpoint(events, options.turn, join(place, submitted.trajectory));
  const change = await loadCheckpoint(checkpointsOf(folder, submitted), tree);
  const agentRef = resolveAgentRef(options.agent);
  const agent = await loadAgent(agentRef, AGENTS);
  mustNameModels([agent], options.model === undefined ? [] : [options.model], spec.runner.models);
  const forked = planFork(
    { ...spec, runner: withSandbox(spec.runner, options.sandbox) },
    {
      id: runIdOf(options.id ?? shortId(`${spec.id}-turn-${options.turn}-${agent.name}`)),
      task: planned.task,
      turns: planned.limits.turns,
      agentRef,
      agent,
      model: options.model ?? null,
      origin: { run: spec.id, ...submitted.ids, turn: options.turn, tree },
    },
  );
  const tasks = await reloadTasks(forked);
  const models = openModels([options.model ?? null], { runner: forked.runner, tasks });
  await using kind = await openSandboxKind(forked.runner.sandbox, console.error);
  const made = await createRun(runPath(forked.id), forked);
  await keepStart(made, change, historyOf(renderTrajectory(events.slice(0, at + 1)), options.turn));
  await performRun({ kind, folder: made, spec: forked, tasks, agents: new Map([[agentRef, agent]]), models });
}

/** Everything that the other agent wrote is indented and visible: see renderTrajectory. */
function historyOf(trajectory: string, turns: number): string {
  return `Another agent has worked on this for ${turns} turns. The files are as it left them then; none of its processes is running. What it did:\n\n${trajectory}`;
}

function turn(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a positive integer.');
}
