import { basename } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { verdictOf } from '../journal/fold.ts';
import { loadLeanTrials } from '../journal/read.ts';
import type { LeanTrial } from '../journal/record.ts';
import type { Leaderboard, SliceKey } from './leaderboard.ts';
import { type SlicedTrial, sliceTrials, type TaskFacts } from './slice.ts';
import { summarize, type TrialSummary } from './summarize.ts';

export type RunSource = {
  path: string;
  journal: string;
  seed: string;
  /** From its run.yaml; only slices need it. */
  tasks?: readonly { id: string; facts?: TaskFacts | undefined }[];
};

/**
 * The leaderboard of some runs, from their folders alone; with `by` also for each difficulty, language or tag. Errors
 * JOURNAL_CORRUPT, RUN_VERSION, the latter also where a run does not say what to slice by.
 */
export async function readLeaderboard(
  runs: readonly RunSource[],
  { by }: { by?: SliceKey | undefined } = {},
): Promise<Leaderboard> {
  const trials: TrialSummary[] = [];
  const sliced: SlicedTrial[] = [];
  for (const run of runs) {
    const own = [...(await loadLeanTrials(run.journal)).values()].flatMap(summarizeTrial);
    for (const trial of own) trials.push(trial);
    if (by) for (const trial of withFacts(own, run)) sliced.push(trial);
  }
  const seed = runs.map((run) => run.seed).join(' ');
  const board = summarize({ runs: runs.map(({ path }) => basename(path)), trials, seed });
  return by ? { ...board, slices: sliceTrials(sliced, by, seed) } : board;
}

function withFacts(trials: readonly TrialSummary[], { path, tasks = [] }: RunSource): SlicedTrial[] {
  const factsOf = new Map(tasks.map(({ id, facts }) => [id, facts]));
  return trials.map((summary) => {
    const facts = factsOf.get(summary.task);
    if (facts) return { summary, facts };
    const problem = `the run does not say what its task ${summary.task} is: it was planned by an earlier version`;
    const fix = 'leave out --by, or run it again under another --id';
    throw new GymkhanaError({ code: 'RUN_VERSION', place: path, problem, fix });
  });
}

function summarizeTrial(trial: LeanTrial): TrialSummary[] {
  const { planned, submitted, scored } = trial;
  if (!planned) return [];
  const { entry, agent, model, task, limits } = planned;
  return [
    {
      entry,
      agent,
      model,
      task,
      maxTurns: limits.turns,
      verdict: verdictOf(trial),
      reward: scored?.outcome.reward ?? null,
      turns: submitted?.usage.turns ?? null,
      seconds: submitted?.usage.seconds ?? null,
      served: submitted?.parents?.some(({ how }) => how === 'prefix') ?? false,
    },
  ];
}
