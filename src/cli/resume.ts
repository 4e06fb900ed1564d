import type { Command } from 'commander';
import { GymkhanaError } from '../errors.ts';
import { type AgentSource, loadAgent } from '../run/agents.ts';
import { loadRun } from '../run/folder.ts';
import { modelsOf } from '../run/model-facts.ts';
import type { OpenedModel } from '../run/model-session.ts';
import type { RunSpec } from '../run/spec.ts';
import { openSandboxKind } from '../sandbox/kinds.ts';
import type { SandboxName } from '../sandbox/names.ts';
import { loadTask } from '../task/load.ts';
import type { Task } from '../task/task.ts';
import { warnOfFilesBeside, whatChanged } from './changed-agents.ts';
import { openModels } from './models.ts';
import { AGENTS, runPath } from './paths.ts';
import { performRun } from './perform-run.ts';
import { sandboxOption } from './sandbox-option.ts';

export function addResume(program: Command): void {
  program
    .command('resume')
    .description('go on with a run: trials without a verdict are run, nothing is run twice')
    .argument('<run>', 'an id under runs/, or a path')
    .addOption(sandboxOption('as the run was planned'))
    .action(async (run: string, { sandbox }: { sandbox?: SandboxName }) => {
      const { folder, spec } = await loadRun(runPath(run));
      const tasks = await reloadTasks(spec);
      const actors = await reloadActors(spec, tasks);
      await using kind = await openSandboxKind(sandbox ?? spec.runner.sandbox, console.error);
      await performRun({ kind, folder, spec, tasks, ...actors });
    });
}

/** The run's tasks as they were: another digest would be another run. */
export async function reloadTasks(spec: RunSpec): Promise<Task[]> {
  return Promise.all(
    spec.tasks.map(async ({ folder, digest }) => {
      const task = await loadTask(folder);
      if (task.digest === digest) return task;
      throw changed(folder, 'the task has changed since the run was planned');
    }),
  );
}

type Actors = { agents: ReadonlyMap<string, AgentSource>; models: ReadonlyMap<string, OpenedModel> };

/** Who acts in a planned run. Where recorded calls are made again that is nobody, and where answers are, no key is asked for. */
export async function reloadActors(spec: RunSpec, tasks: readonly Task[]): Promise<Actors> {
  const isActions = spec.replay?.mode === 'actions';
  const agents = isActions ? new Map<string, AgentSource>() : await reloadAgents(spec);
  const named = modelsOf(isActions ? { ...spec, entries: [] } : spec);
  return { agents, models: openModels(named, { ...spec, tasks }) };
}

async function reloadAgents(spec: RunSpec): Promise<Map<string, AgentSource>> {
  const agents = new Map<string, AgentSource>();
  for (const entry of spec.entries) {
    const { agentRef } = entry;
    const agent = agents.get(agentRef) ?? (await loadAgent(agentRef, AGENTS));
    if (whatChanged(entry, agent)) throw changed(agentRef, 'the agent has changed since the run was planned');
    agents.set(agentRef, agent);
  }
  warnOfFilesBeside(spec, agents, console.error);
  return agents;
}

function changed(place: string, problem: string): GymkhanaError {
  const fix = 'restore it, or start a new run with another --id';
  return new GymkhanaError({ code: 'RUN_ID_IN_USE', place, problem, fix });
}
