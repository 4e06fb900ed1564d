import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDone } from '../journal/fold.ts';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import { openSegment, type Segment } from '../journal/segment.ts';
import type { Software } from '../sandbox/contract.ts';
import type { Admitted } from './admit.ts';
import type { AgentSource } from './agents.ts';
import { type Cast, castReplay } from './cast.ts';
import type { RunContext } from './context.ts';
import { loadFork } from './fork.ts';
import type { OpenedModel } from './model-session.ts';
import { planTrials, type TrialPlan } from './plan.ts';
import { groupByServer, planPrefixes } from './prefix.ts';
import type { PreparedTask } from './prepared-task.ts';
import { PROBES_FILE, type Probe, probeModels } from './probe.ts';
import { recordProcess } from './processes.ts';
import { keepJudgeAnswers } from './recorded-helpers.ts';
import { loadRecordedRun, type RecordedRun } from './recorded-trial.ts';
import { forEachPlan } from './schedule.ts';
import { installAgents } from './software.ts';
import type { RunSpec } from './spec.ts';
import { runStrategyTrial } from './strategy-trial.ts';
import { endWithout, type Fork, runServedTrial, runTrial, type TrialEnd } from './trial.ts';

export type RunRequest = RunContext & {
  agents: ReadonlyMap<string, AgentSource>;
  /** By the reference that entries name them by. */
  models: ReadonlyMap<string, OpenedModel>;
};

/**
 * Brings every trial of a run to its end, from wherever the journal says it is. This is the only way a run starts:
 * the first start is a resume of nothing.
 */
export async function executeRun(given: RunRequest): Promise<void> {
  const request = watchProviders(given);
  const { folder, spec, tasks, onEvent, stop } = request;
  await request.kind.hide([folder.path]);
  await using segment = await openSegment(folder.journal, 'runner');
  const states = await loadTrials(folder.journal);
  const plans = planTrials(spec, tasks);
  const open = plans.filter(({ id }) => !isFinished(states.get(id)));
  const isLive = open.length > 0 && !spec.replay;
  if (isLive) await probeModels(request.models.values(), noteTo(onEvent));
  await journalPlans(segment, { plans, states, spec });
  onEvent({ type: 'planned', trials: plans.length, done: plans.length - open.length });
  if (open.length === 0) return;
  await recordProcess(request, 'run');
  await removeLeftovers(request);
  const site: Site = {
    request,
    states,
    servers: planPrefixes(spec, plans),
    fork: await loadFork(folder, spec),
    recorded: spec.replay ? await loadRecordedRun(spec.replay.folder) : null,
    software: await installAgents(request, open),
    segment,
  };
  const units = groupByServer(open, site.servers);
  await forEachPlan(request, [...units.keys()], async (first, prepared) => {
    const end = await workOn(site, first, prepared, null);
    // Where the rollout was cancelled, who it would have served waits for the resume.
    for (const plan of units.get(first) ?? []) {
      if (request.drain.aborted || stop.aborted) return;
      await workOn(site, plan, prepared, end);
    }
  });
  // What a killed runner had asked of the engine may have come into being after the first look.
  await removeLeftovers(request);
}

/** Each model with what a run knows of its provider. */
function watchProviders(request: RunRequest): RunRequest {
  const say = noteTo(request.onEvent);
  const file = join(request.folder.path, PROBES_FILE);
  const keep = (probe: Probe) => appendFile(file, `${JSON.stringify(probe)}\n`);
  const watched = [...request.models].map(
    ([ref, model]) => [ref, { ...model, watch: { say, keep, failures: 0 } }] as const,
  );
  const models = new Map(watched);
  return { ...request, models };
}

function noteTo(onEvent: RunRequest['onEvent']): (text: string) => void {
  return (text) => onEvent({ type: 'note', text });
}

type Site = {
  request: RunRequest;
  /** As the journal had them when the run began. */
  states: ReadonlyMap<string, TrialState>;
  servers: ReadonlyMap<string, TrialPlan>;
  fork: Fork | null;
  /** What a replay plays. */
  recorded: RecordedRun | null;
  /** By the reference of the agent that it is for. */
  software: ReadonlyMap<string, Software>;
  segment: Segment;
};

/** One trial, from where it is to its end; null where its task can't be worked on. `before` has just ended beside it. */
async function workOn(
  site: Site,
  plan: TrialPlan,
  prepared: Admitted,
  before: TrialEnd | null,
): Promise<TrialEnd | null> {
  const { request, states, servers, fork, segment } = site;
  const { folder, spec, kind, onEvent, stop } = request;
  const state = states.get(plan.id);
  if ('invalid' in prepared) {
    await segment.append({ type: 'invalid', trial: plan.id, cause: prepared.invalid });
    return null;
  }
  if ('failed' in prepared) {
    const ids = { trial: plan.id, rollout: 1, try: (state?.tries ?? 0) + 1 };
    await segment.append({ type: 'failed', ids, phase: 'prepare', cause: prepared.failed });
    onEvent({ type: 'ended', plan, end: endWithout(prepared.failed) });
    return null;
  }
  onEvent({ type: 'started', plan });
  if (site.recorded) await keepJudgeAnswers(site.recorded, plan, folder.trial(plan.id));
  const context = {
    kind,
    plan,
    prepared,
    cast: (rollout: number) => castOf(site, plan, prepared, rollout),
    software: site.software.get(plan.entry.agentRef) ?? null,
    tellAgent: spec.runner.tellAgent,
    checkpoints: spec.runner.checkpoints === true,
    fork,
    retries: spec.runner.retries,
    judge: request.judge,
    folder: folder.trial(plan.id),
    append: segment.append.bind(segment),
    say: noteTo(onEvent),
    signal: stop,
  };
  const { strategy } = spec.runner;
  const server = servers.get(plan.id);
  const end = server
    ? await runServedTrial(context, state, {
        trial: server.id,
        submitted: states.get(server.id)?.submitted ?? ownRollout(before, server),
        folder: folder.trial(server.id),
      })
    : strategy
      ? await runStrategyTrial(context, state, { strategy, models: request.models, recorded: site.recorded })
      : await runTrial(context, state);
  onEvent({ type: 'ended', plan, end });
  return end;
}

async function castOf(
  { request: { agents, models, spec }, recorded }: Site,
  plan: TrialPlan,
  { gold, layer }: PreparedTask,
  rollout: number,
): Promise<Cast> {
  const agent = () => agentOf(agents, plan).forTask(plan.task.id, gold, layer.manifest);
  const live = () => ({ agent: agent(), model: modelOf(models, plan) });
  if (spec.replay && recorded) return castReplay(plan, { ...spec.replay, recorded, rollout }, live);
  return { plan, ...live(), answers: null, parent: null };
}

/** What the trial that ended just before has submitted, if that is the one that serves. */
function ownRollout(before: TrialEnd | null, server: TrialPlan): TrialEnd['submitted'] {
  return before?.submitted?.ids.trial === server.id ? before.submitted : null;
}

/** What earlier, killed runners left in the engine: it would only take up room. */
async function removeLeftovers({ kind, onEvent }: RunRequest): Promise<void> {
  for (const name of await kind.reap({ all: false })) {
    onEvent({ type: 'note', text: `removed what a dead run left: ${name}` });
  }
}

function isFinished(state: TrialState | undefined): boolean {
  return state !== undefined && isDone(state);
}

function agentOf(agents: ReadonlyMap<string, AgentSource>, { entry }: TrialPlan): AgentSource {
  const agent = agents.get(entry.agentRef);
  if (!agent) throw new Error(`nobody loaded the agent ${entry.agentRef}`);
  return agent;
}

function modelOf(models: RunRequest['models'], { entry }: TrialPlan): OpenedModel | null {
  if (entry.model === null) return null;
  const model = models.get(entry.model);
  if (!model) throw new Error(`nobody opened the model ${entry.model}`);
  return model;
}

async function journalPlans(
  segment: Segment,
  { plans, states, spec }: { plans: TrialPlan[]; states: Map<string, TrialState>; spec: RunSpec },
): Promise<void> {
  const unknown = plans.filter(({ id }) => !states.get(id)?.planned);
  await Promise.all(
    unknown.map(({ id, task, entry, attempt, seed, limits }) => {
      const { name, agent, model } = entry;
      const { candidates } = spec.runner.strategy ?? {};
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
        ...(candidates !== undefined && { candidates }),
      });
    }),
  );
}
