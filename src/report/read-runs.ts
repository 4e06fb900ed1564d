import { basename } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { verdictOf } from '../journal/fold.ts';
import { loadLeanTrials } from '../journal/read.ts';
import type { LeanTrial, Usage } from '../journal/record.ts';
import { usageOfTrial } from '../journal/usage.ts';
import { countOf } from '../text/count.ts';
import type { Leaderboard, SliceKey } from './leaderboard.ts';
import { countOnce } from './once.ts';
import { plannedTrials } from './planned.ts';
import { type SlicedTrial, sliceTrials, type TaskFacts } from './slice.ts';
import { type Spent, summarize, type TrialSummary } from './summarize.ts';

export type RunSource = {
  path: string;
  journal: string;
  seed: string;
  /** From its run.yaml; only slices need it. */
  tasks?: readonly { id: string; facts?: TaskFacts | undefined }[];
  /** How many its run.yaml plans. Where it is said, a journal that knows fewer is refused. */
  trials?: number;
};

type PlannedTrial = LeanTrial & { planned: NonNullable<LeanTrial['planned']> };
type Options = { by?: SliceKey | undefined; say?: (note: string) => void };

/**
 * The leaderboard of some runs, from their folders alone; with `by` also for each difficulty, language or tag. A trial
 * that several of them hold, as copies of one run do, counts once. Errors JOURNAL_CORRUPT, JOURNAL_INCOMPLETE,
 * RUN_VERSION, the latter also where a run does not say what to slice by.
 */
export async function readLeaderboard(runs: readonly RunSource[], { by, say }: Options = {}): Promise<Leaderboard> {
  const found: { run: RunSource; trial: PlannedTrial }[] = [];
  for (const run of runs) {
    for (const trial of plannedTrials(await loadLeanTrials(run.journal), run)) found.push({ run, trial });
  }
  const { trials: counted, repeated } = countOnce(found);
  if (repeated > 0)
    say?.(
      `${countOf(repeated, 'trial stands', 'trials stand')} in several of these runs, as copies do, and count${repeated === 1 ? 's' : ''} once`,
    );
  const trials = counted.map(({ trial }) => summarizeTrial(trial));
  const seed = runs.map((run) => run.seed).join(' ');
  const board = summarize({ runs: runs.map(({ path }) => basename(path)), trials, seed });
  if (!by) return board;
  const factsOf = new Map(runs.map((run) => [run, new Map(run.tasks?.map(({ id, facts }) => [id, facts]))]));
  const sliced = counted.map(({ run }, at) => withFacts(trials[at]!, run, factsOf.get(run)));
  return { ...board, slices: sliceTrials(sliced, by, seed) };
}

function withFacts(
  summary: TrialSummary,
  { path }: RunSource,
  factsOf: ReadonlyMap<string, TaskFacts | undefined> | undefined,
): SlicedTrial {
  const facts = factsOf?.get(summary.task);
  if (facts) return { summary, facts };
  const problem = `the run does not say what its task ${summary.task} is: it was planned by an earlier version`;
  const fix = 'leave out --by, or run it again under another --id';
  throw new GymkhanaError({ code: 'RUN_VERSION', place: path, problem, fix });
}

function spentOf(model: Usage['model']): Spent[] {
  return model ? [{ tokens: model.input + model.output, costUsd: model.costUsd }] : [];
}

function summarizeTrial(trial: PlannedTrial): TrialSummary {
  const { planned, submitted, scored, failures } = trial;
  const usage = usageOfTrial(trial);
  const [spent] = spentOf(usage?.model);
  const lost = failures.flatMap(({ usage }) => spentOf(usage?.model));
  const { entry, agent, model, task, limits } = planned;
  return {
    entry,
    agent,
    model,
    task,
    maxTurns: limits.turns,
    verdict: verdictOf(trial),
    reward: scored?.outcome.reward ?? null,
    turns: usage?.turns ?? null,
    seconds: usage?.seconds ?? null,
    ...(spent && { spent }),
    ...(lost.length > 0 && { lost }),
    served: submitted?.parents?.some(({ how }) => how === 'prefix') ?? false,
  };
}
