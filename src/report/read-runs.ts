import { basename } from 'node:path';
import { foldJournal, verdictOf } from '../journal/fold.ts';
import { readJournal } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import type { Leaderboard } from './leaderboard.ts';
import { summarize, type TrialSummary } from './summarize.ts';

export type RunSource = { path: string; journal: string; seed: string };

/** The leaderboard of some runs, from their journals alone. */
export async function readLeaderboard(runs: readonly RunSource[]): Promise<Leaderboard> {
  const trials: TrialSummary[] = [];
  for (const { journal } of runs) {
    for (const state of foldJournal(await readJournal(journal)).values()) trials.push(...summarizeTrial(state));
  }
  const seed = runs.map((run) => run.seed).join(' ');
  return summarize({ runs: runs.map(({ path }) => basename(path)), trials, seed });
}

function summarizeTrial(state: TrialState): TrialSummary[] {
  const { planned, submitted, scored } = state;
  if (!planned) return [];
  const { entry, agent, model, task, limits } = planned;
  return [
    {
      entry,
      agent,
      model,
      task,
      maxTurns: limits.turns,
      verdict: verdictOf(state),
      reward: scored?.outcome.reward ?? null,
      turns: submitted?.usage.turns ?? null,
      seconds: submitted?.usage.seconds ?? null,
      served: submitted?.parents?.some(({ how }) => how === 'prefix') ?? false,
    },
  ];
}
