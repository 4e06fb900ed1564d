import { join } from 'node:path';
import { GymkhanaError } from '../../errors.ts';
import { verdictOf } from '../../journal/fold.ts';
import type { TrialState } from '../../journal/record.ts';
import type { RunFolder } from '../../run/folder.ts';
import type { RunSpec } from '../../run/spec.ts';
import { readBodies } from '../../trajectory/bodies.ts';
import { readTrajectory } from '../../trajectory/read.ts';
import type { AtifTrajectory } from './schema.ts';
import { type Subject, writeAtif } from './write.ts';

type Submitted = NonNullable<TrialState['submitted']>;

/**
 * The rollout of a trial as ATIF, from its run's folder. It holds what the agent was told, said and did, and how it ended:
 * what it was judged by is not looked at. Errors TRIAL_NOT_FOUND where no rollout ended.
 */
export async function loadAtif(folder: RunFolder, spec: RunSpec, state: TrialState): Promise<AtifTrajectory> {
  const { submitted, trial } = state;
  const own = folder.trial(trial);
  if (!submitted) {
    const problem = 'the trial has no rollout that ended';
    throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: own, problem, fix: 'gymkhana resume its run first' });
  }
  const events = await readTrajectory(join(own, submitted.trajectory));
  const asksModel = events.some(({ type }) => type === 'model');
  const bodies = asksModel ? await readBodies(bodiesOf(folder, submitted)) : null;
  return writeAtif(events, (id) => bodies?.request(id) ?? null, subjectOf(spec, state, submitted));
}

/** With the rollout itself, where it is the beginning of another one's. */
function bodiesOf(folder: RunFolder, { ids, trajectory, parents = [] }: Submitted): string {
  const server = parents.find(({ how }) => how === 'prefix');
  const place = server ? join(server.trial, `rollout-${server.try}`) : join(ids.trial, trajectory, '..');
  return join(folder.trial(place), 'model.jsonl');
}

function subjectOf(spec: RunSpec, state: TrialState, submitted: Submitted): Subject {
  const { trial, planned, scored } = state;
  const entry = spec.entries.find(({ name }) => name === planned?.entry);
  const [, provider, model] = /^([^/]*)\/(.*)$/s.exec(planned?.model ?? '') ?? [];
  return {
    session: `${spec.id}/${trial}`,
    agent: {
      name: planned?.agent ?? 'unknown',
      version: entry?.agentVersion ?? 'unknown',
      model: model ?? null,
      ...(provider && { extra: { provider } }),
    },
    extra: {
      run: spec.id,
      trial,
      ...(planned && {
        task: planned.task,
        entry: planned.entry,
        attempt: planned.attempt,
        limits: planned.limits,
      }),
      try: submitted.ids.try,
      stop: submitted.stop,
      verdict: verdictOf(state),
      reward: scored?.outcome.reward ?? null,
      usage: submitted.usage,
      ...lostTries(state),
      sandbox: submitted.sandbox.kind,
      ...(submitted.parents && { parents: submitted.parents }),
      ...measured(state),
    },
  };
}

/** Where the time went, and under which settings; older runs don't tell. */
function measured({ submitted, scored }: TrialState): Record<string, unknown> {
  const { phases, cpuPressure, sampling, toldLimits } = submitted ?? {};
  return {
    ...((phases || scored?.phases) && { seconds: { ...phases, ...scored?.phases } }),
    ...(cpuPressure && { cpu_pressure: cpuPressure }),
    ...(sampling && { sampling }),
    ...(toldLimits !== undefined && { told_limits: toldLimits }),
  };
}

/** Rollouts that came to nothing before this one, and are paid for all the same. */
function lostTries({ failures }: TrialState): Record<string, unknown> {
  const lost = failures.flatMap(({ ids, usage }) => (usage ? [{ try: ids.try, usage }] : []));
  return lost.length > 0 ? { lost_tries: lost } : {};
}
