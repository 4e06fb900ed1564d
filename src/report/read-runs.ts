import { basename } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { verdictOf } from '../journal/fold.ts';
import { loadLeanTrials } from '../journal/read.ts';
import type { LeanTrial, Usage } from '../journal/record.ts';
import { usageOfTrial } from '../journal/usage.ts';
import { countOf } from '../text/count.ts';
import type { Leaderboard, SliceKey } from './leaderboard.ts';
import { nameRows, type RunOfRows } from './name-rows.ts';
import { nameTasks } from './name-tasks.ts';
import { countOnce } from './once.ts';
import { plannedTrials } from './planned.ts';
import { readProbes } from './probes.ts';
import { sliceTrials, type TaskFacts } from './slice.ts';
import { type Spent, summarize, type TrialSummary } from './summarize.ts';

export type RunSource = {
  path: string;
  journal: string;
  /** From its run.yaml. */
  tasks?: readonly { id: string; digest?: string; facts?: TaskFacts | undefined }[];
  /** How many its run.yaml plans. Where it is said, a journal that knows fewer is refused. */
  trials?: number;
};

export type LeaderboardSource = RunSource & RunOfRows;

type PlannedTrial = LeanTrial & { planned: NonNullable<LeanTrial['planned']> };
type Options = { by?: SliceKey | undefined; say?: (note: string) => void };

/**
 * The leaderboard of some runs, from their folders alone; with `by` also for each difficulty, language or tag. A trial
 * that several of them hold, as copies of one run do, counts once. Errors JOURNAL_CORRUPT, JOURNAL_INCOMPLETE,
 * RUN_VERSION, the latter also where a run does not say what to slice by.
 */
export async function readLeaderboard(
  runs: readonly LeaderboardSource[],
  { by, say }: Options = {},
): Promise<Leaderboard> {
  const found: { run: LeaderboardSource; trial: PlannedTrial }[] = [];
  for (const run of runs) {
    for (const trial of plannedTrials(await loadLeanTrials(run.journal), run)) found.push({ run, trial });
  }
  const { trials: counted, repeated } = countOnce(found);
  if (repeated > 0)
    say?.(
      `${countOf(repeated, 'trial stands', 'trials stand')} in several of these runs, as copies do, and count${repeated === 1 ? 's' : ''} once`,
    );
  const rows = nameRows(found, runs);
  const tasks = nameTasks(runs);
  for (const note of [...rows.notes, ...tasks.notes]) say?.(note);
  const factsOf = new Map(runs.map((run) => [run, new Map(run.tasks?.map(({ id, facts }) => [id, facts]))]));
  const trials = counted.map(({ run, trial }) => {
    const { entry, task } = trial.planned;
    const { name, isAlone } = rows.rowOf(run, entry);
    return {
      ...summarizeTrial(trial),
      entry: name,
      task: tasks.taskOf(run, task),
      repository: factsOf.get(run)?.get(task)?.repository,
      trial: `${basename(run.path)}/${trial.trial}`,
      unidentified: isAlone,
    };
  });
  const probes = await readProbes(runs.map(({ path }) => path));
  const board = {
    ...summarize({ runs: runs.map(({ path }) => basename(path)), trials }),
    ...(probes && { probes }),
  };
  if (!by) return board;
  const sliced = counted.map(({ run, trial: { planned } }, at) => {
    return { summary: trials[at]!, facts: mustHave(factsOf.get(run)?.get(planned.task), planned.task, run) };
  });
  return { ...board, slices: sliceTrials(sliced, by) };
}

function mustHave(facts: TaskFacts | undefined, task: string, { path }: RunSource): TaskFacts {
  if (facts) return facts;
  const problem = `the run does not say what its task ${task} is: it was planned by an earlier version`;
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
    stop: submitted?.stop,
    maxTurns: limits.turns,
    verdict: verdictOf(trial),
    reward: scored?.outcome.reward ?? null,
    turns: usage?.turns ?? null,
    seconds: usage?.seconds ?? null,
    ...(spent && { spent }),
    ...(usage?.model && { asked: usage.model }),
    ...(lost.length > 0 && { lost }),
    ...(usage?.model?.estimated && { isEstimated: true }),
    served: submitted?.parents?.some(({ how }) => how === 'prefix') ?? false,
  };
}
