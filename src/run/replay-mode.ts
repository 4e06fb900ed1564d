import { GymkhanaError } from '../errors.ts';
import type { ReplayMode } from './spec.ts';

/** What there is to replay of a trial: answers of a model, calls of the gym's tools; and how many files it changed. */
export type Replayable = { hasModel: boolean; calls: number; changes: number };

/**
 * How a trial can be replayed: with its model's answers where it has had one, else by its calls. Pure.
 * @throws GymkhanaError USAGE where the mode that is asked for does not fit, with the one that does
 */
export function chooseMode(asked: ReplayMode | undefined, { hasModel, calls, changes }: Replayable): ReplayMode {
  const mode = asked ?? (hasModel ? 'model' : 'actions');
  if (mode === 'model') {
    if (hasModel) return mode;
    throw unfit(mode, 'the trial had no model whose answers could be given again', 'use --mode actions');
  }
  if (calls > 0 || changes === 0) return mode;
  const fix = hasModel ? 'use --mode model' : 'run the agent again with `gymkhana run`';
  throw unfit(mode, "the agent worked with tools of its own; no call of the gym's is recorded", fix);
}

function unfit(mode: ReplayMode, problem: string, fix: string): GymkhanaError {
  return new GymkhanaError({ code: 'USAGE', place: `--mode ${mode}`, problem, fix });
}
