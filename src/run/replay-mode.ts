import { GymkhanaError } from '../errors.ts';
import type { ReplayMode } from './spec.ts';

/** What a recorded trial offers: whether it names a model, and how many calls of the gym's tools it made. */
export type Replayable = { model: string | null; calls: number; changes: number };

/**
 * How a trial can be replayed: with its model's answers where it has a model, else by its calls. Pure.
 * @throws GymkhanaError USAGE where the mode that is asked for does not fit, with the one that does
 */
export function chooseMode(asked: ReplayMode | undefined, { model, calls, changes }: Replayable): ReplayMode {
  const mode = asked ?? (model === null ? 'actions' : 'model');
  if (mode === 'model') {
    if (model !== null) return mode;
    throw unfit(mode, 'the trial has no model whose answers could be given again', 'use --mode actions');
  }
  if (calls > 0 || changes === 0) return mode;
  const fix = model === null ? 'run the agent again with `gymkhana run`' : 'use --mode model';
  throw unfit(mode, "the agent worked with tools of its own; no call of the gym's is recorded", fix);
}

function unfit(mode: ReplayMode, problem: string, fix: string): GymkhanaError {
  return new GymkhanaError({ code: 'USAGE', place: `--mode ${mode}`, problem, fix });
}
