import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import { countOf } from '../text/count.ts';
import type { Event } from '../trajectory/event.ts';
import { readTrajectory } from '../trajectory/read.ts';
import { loadRun, type RunFolder } from './folder.ts';
import type { TrialPlan } from './plan.ts';
import { rolloutOf } from './rollout-state.ts';

/** A run that is replayed: its trials, by what they have in common with those of the replay. */
export type RecordedRun = { folder: RunFolder; trials: ReadonlyMap<string, TrialState> };

/** A trial whose rollout came to an end, and where that is. */
export type RecordedTrial = {
  submitted: NonNullable<TrialState['submitted']>;
  events: Event[];
  /** Where its model's answers are kept. */
  rollout: string;
};

const NOTHING = { submitted: null, candidates: [], trial: '' };

type Identity = { task: string; entry: string; attempt: number };

/** Errors RUN_NOT_FOUND where the recorded run is not there any more. */
export async function loadRecordedRun(path: string): Promise<RecordedRun> {
  const { folder } = await loadRun(path);
  const states = [...(await loadTrials(folder.journal)).values()];
  return { folder, trials: new Map(states.flatMap((state) => (state.planned ? [[keyOf(state.planned), state]] : []))) };
}

/** The recorded trial of the same task, entry and attempt, whatever its id. */
export function findRecorded({ trials }: RecordedRun, plan: TrialPlan): TrialState | null {
  return trials.get(keyOf({ task: plan.task.id, entry: plan.entry.name, attempt: plan.attempt })) ?? null;
}

/** Errors RECORDING_MISSING where it has no such rollout that ended. */
export async function loadRecordedTrial(
  recorded: RecordedRun,
  plan: TrialPlan,
  rollout: number,
): Promise<RecordedTrial> {
  const { submitted: own, candidates, trial } = findRecorded(recorded, plan) ?? { ...NOTHING };
  const candidate = candidates.find((one) => one.rollout === rollout);
  const submitted = candidates.length > 0 ? candidate?.submitted : own;
  if (!submitted) throw notRecorded(recorded.folder.path, [plan]);
  const { folder } = recorded;
  const events = await readTrajectory(join(folder.trial(trial), submitted.trajectory));
  return { submitted, events, rollout: rolloutOf(folder, submitted) };
}

/**
 * That there is a recording for every trial whose model has to answer from one, and one for any trial at all, or nothing
 * could be compared. Errors RECORDING_MISSING.
 */
export function mustBeRecorded(recorded: RecordedRun, plans: readonly TrialPlan[]): void {
  const without = plans.filter(
    (plan) => plan.entry.model !== null && !findRecorded(recorded, plan)?.submitted?.usage.model,
  );
  const isForeign = plans.every((plan) => !findRecorded(recorded, plan)?.submitted);
  if (without.length > 0 || isForeign) throw notRecorded(recorded.folder.path, isForeign ? plans : without);
}

function notRecorded(place: string, [first, ...more]: readonly TrialPlan[]): GymkhanaError {
  const others = more.length > 0 ? `, nor of ${countOf(more.length, 'more trial')}` : '';
  const which = first && `${first.entry.name} on ${first.task.id}, attempt ${first.attempt}`;
  const problem = `this run holds no rollout that ended of ${which}${others}`;
  const fix = 'name a run that has one; `gymkhana show RUN/` lists the trials of a run';
  return new GymkhanaError({ code: 'RECORDING_MISSING', place, problem, fix });
}

function keyOf({ task, entry, attempt }: Identity): string {
  return JSON.stringify([task, entry, attempt]);
}
