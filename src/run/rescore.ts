import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import { openSegment } from '../journal/segment.ts';
import type { RunContext } from './context.ts';
import { laneOf, ONLY } from './lane.ts';
import { planTrials } from './plan.ts';
import { recordProcess } from './processes.ts';
import { forEachPlan } from './schedule.ts';
import { type ScoreContext, scoreLane, type TrialEnd } from './trial.ts';

/**
 * Appends a new generation of scores for every submission of a run. No agent runs; older generations stay. Returns how
 * many submissions there are, and how many of them got no new verdict.
 */
export async function rescoreRun(context: RunContext): Promise<{ submissions: number; left: number }> {
  const { folder, spec, tasks, kind, onEvent, stop } = context;
  await using segment = await openSegment(folder.journal, 'runner');
  const states = await loadTrials(folder.journal);
  const plans = planTrials(spec, tasks).filter(({ id }) => states.get(id)?.submitted);
  onEvent({ type: 'planned', trials: plans.length, done: 0 });
  if (plans.length > 0) await recordProcess(context, 'rescore');
  await kind.reap({ all: false });
  let rescored = 0;
  await forEachPlan(context, plans, async (plan, prepared) => {
    const state = states.get(plan.id);
    if (!state || 'invalid' in prepared || 'failed' in prepared) return;
    onEvent({ type: 'started', plan });
    const trial = {
      kind,
      plan,
      prepared,
      retries: spec.runner.retries,
      judge: context.judge,
      folder: folder.trial(plan.id),
      append: segment.append.bind(segment),
      signal: stop,
    };
    const end = await scoreAgain(trial, state);
    if (end?.outcome?.verdict) rescored += 1;
    if (end) onEvent({ type: 'ended', plan, end });
  });
  return { submissions: plans.length, left: plans.length - rescored };
}

/** Every submission of a trial; what comes of the one that counts, null where none does. */
async function scoreAgain(context: ScoreContext, state: TrialState): Promise<TrialEnd | null> {
  if (state.candidates.length === 0) {
    return state.submitted && scoreLane(context, ONLY, state.submitted, state.scored?.generation);
  }
  let end: TrialEnd | null = null;
  for (const { rollout, submitted, scored } of state.candidates) {
    const own = await scoreLane(context, laneOf(rollout), submitted, scored?.generation);
    if (rollout === state.picked?.rollout) end = own;
  }
  return end;
}
