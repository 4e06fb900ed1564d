import { GymkhanaError } from '../errors.ts';
import type { TrialState } from '../journal/record.ts';
import { readTrial } from '../report/trial.ts';
import { loadRun, type RunFolder } from '../run/folder.ts';
import type { RunSpec } from '../run/spec.ts';
import type { Event } from '../trajectory/event.ts';
import { findTrial } from './find-trial.ts';

/** A trial whose rollout ended, scored or not. */
export type EndedTrial = {
  folder: RunFolder;
  spec: RunSpec;
  /** Its own. */
  place: string;
  planned: NonNullable<TrialState['planned']>;
  submitted: NonNullable<TrialState['submitted']>;
  events: Event[];
};

/** Of an id, its beginning, or a path. Errors TRIAL_NOT_FOUND, TRIAL_AMBIGUOUS, RECORDING_MISSING. */
export async function loadEndedTrial(wanted: string): Promise<EndedTrial> {
  const { run, id } = await findTrial(wanted);
  const { folder, spec } = await loadRun(run);
  const place = folder.trial(id);
  const { state, events } = await readTrial({ journal: folder.journal, folder: place, id });
  const { submitted, planned } = state;
  if (submitted && planned) return { folder, spec, place, planned, submitted, events };
  const problem = 'the trial has no rollout that ended';
  throw new GymkhanaError({ code: 'RECORDING_MISSING', place, problem, fix: 'gymkhana resume its run first' });
}
