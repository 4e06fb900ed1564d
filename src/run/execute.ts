import { isDone } from '../journal/fold.ts';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import { openSegment, type Segment } from '../journal/segment.ts';
import type { AgentSource } from './agents.ts';
import { loadFork } from './fork.ts';
import { planTrials, type TrialPlan } from './plan.ts';
import { planPrefixes } from './prefix.ts';
import { type Admitted, forEachPlan, type RunContext } from './schedule.ts';
import { runServedTrial, runTrial, type TrialEnd } from './trial.ts';

export type RunRequest = RunContext & { agents: ReadonlyMap<string, AgentSource> };

/**
 * Brings every trial of a run to its end, from wherever the journal says it is. This is the only way a run starts:
 * the first start is a resume of nothing.
 */
export async function executeRun(request: RunRequest): Promise<void> {
  const { folder, spec, tasks, agents, kind, onEvent, stop } = request;
  await using segment = await openSegment(folder.journal, 'runner');
  const states = await loadTrials(folder.journal);
  const plans = planTrials(spec, tasks);
  await journalPlans(segment, plans, states);
  const open = plans.filter(({ id }) => !isFinished(states.get(id)));
  onEvent({ type: 'planned', trials: plans.length, done: plans.length - open.length });
  if (open.length === 0) return;
  const fork = await loadFork(folder, spec);
  const servers = planPrefixes(spec, plans);
  const units = groupByServer(open, servers);
  await removeLeftovers(request);
  const work = async (plan: TrialPlan, prepared: Admitted, served: TrialEnd | null): Promise<TrialEnd | null> => {
    if ('invalid' in prepared) {
      await segment.append({ type: 'invalid', trial: plan.id, cause: prepared.invalid });
      return null;
    }
    if ('failed' in prepared) {
      const ids = { trial: plan.id, rollout: 1, try: (states.get(plan.id)?.tries ?? 0) + 1 };
      await segment.append({ type: 'failed', ids, phase: 'prepare', cause: prepared.failed });
      const end = { outcome: null, stop: null, cause: prepared.failed, submitted: null };
      onEvent({ type: 'ended', plan, end });
      return end;
    }
    onEvent({ type: 'started', plan });
    const context = {
      kind,
      plan,
      prepared,
      agent: agentOf(agents, plan),
      tellAgent: spec.runner.tellAgent,
      checkpoints: spec.runner.checkpoints === true,
      fork,
      retries: spec.runner.retries,
      folder: folder.trial(plan.id),
      append: segment.append.bind(segment),
      signal: stop,
    };
    const before = states.get(plan.id);
    const server = servers.get(plan.id)?.id;
    const end =
      server === undefined
        ? await runTrial(context, before)
        : await runServedTrial(context, before, {
            trial: server,
            submitted: served?.submitted ?? states.get(server)?.submitted ?? null,
            folder: folder.trial(server),
          });
    onEvent({ type: 'ended', plan, end });
    return end;
  };
  await forEachPlan(request, [...units.keys()], async (first, prepared) => {
    const end = await work(first, prepared, null);
    // Where the rollout was cancelled, who it would have served waits for the resume.
    for (const plan of units.get(first) ?? []) {
      if (request.drain.aborted || stop.aborted) return;
      await work(plan, prepared, servers.has(first.id) ? null : end);
    }
  });
  // What a killed runner had asked of the engine may have come into being after the first look.
  await removeLeftovers(request);
}

/** What earlier, killed runners left in the engine: it would only take up room. */
async function removeLeftovers({ kind, onEvent }: RunRequest): Promise<void> {
  for (const name of await kind.reap({ all: false })) {
    onEvent({ type: 'note', text: `removed what a dead run left: ${name}` });
  }
}

/**
 * Trials that share a rollout, one after the other: the one that rolls out first. Those that it serves wait for it, and
 * must not hold a place among the sandboxes meanwhile.
 */
function groupByServer(
  open: readonly TrialPlan[],
  servers: ReadonlyMap<string, TrialPlan>,
): Map<TrialPlan, TrialPlan[]> {
  const groups = new Map<string, TrialPlan[]>();
  for (const plan of open) {
    const server = servers.get(plan.id);
    const group = groups.get(server?.id ?? plan.id) ?? [];
    groups.set(server?.id ?? plan.id, server ? [...group, plan] : [plan, ...group]);
  }
  const units = new Map<TrialPlan, TrialPlan[]>();
  for (const [first, ...others] of groups.values()) if (first) units.set(first, others);
  return units;
}

function isFinished(state: TrialState | undefined): boolean {
  return state !== undefined && isDone(state);
}

function agentOf(agents: ReadonlyMap<string, AgentSource>, { entry }: TrialPlan): AgentSource {
  const agent = agents.get(entry.agentRef);
  if (!agent) throw new Error(`nobody loaded the agent ${entry.agentRef}`);
  return agent;
}

async function journalPlans(segment: Segment, plans: TrialPlan[], states: Map<string, TrialState>): Promise<void> {
  const unknown = plans.filter(({ id }) => !states.get(id)?.planned);
  await Promise.all(
    unknown.map(({ id, task, entry, attempt, seed, limits }) => {
      const { name, agent, model } = entry;
      return segment.append({
        type: 'planned',
        trial: id,
        task: task.id,
        entry: name,
        agent,
        model,
        attempt,
        seed,
        limits,
      });
    }),
  );
}
