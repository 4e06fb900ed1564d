import type { Usage } from '../journal/record.ts';
import type { Stop, Verdict } from '../outcome/outcome.ts';
import { groupMeans, mean, meanOfTaskMeans } from '../stats/mean.ts';
import { intervalOfShare } from '../stats/wilson.ts';
import { groupBy } from './group-by.ts';
import type { Leaderboard, LeaderboardRow } from './leaderboard.ts';

/** Of a model, in and out; `costUsd` null: a price is not known. */
export type Spent = { tokens: number; costUsd: number | null };

/** What a leaderboard needs to know of a trial. `verdict` null: not scored yet, or a value of its reward is pending. */
export type TrialSummary = {
  entry: string;
  agent: string;
  model: string | null;
  maxTurns: number;
  task: string;
  /** What its task shares with others; without it the task is a cluster of its own. */
  repository?: string | undefined;
  verdict: Verdict | null;
  reward: number | null;
  turns: number | null;
  seconds: number | null;
  /** Of its model, where it has one. */
  spent?: Spent;
  /** What its requests to the model held, and what answered: see Usage. */
  asked?: Pick<NonNullable<Usage['model']>, 'withheld' | 'passed' | 'otherModels'>;
  /** By each try that met an infra error after it had asked the model; it counts for nothing else. */
  lost?: Spent[];
  /** Its tokens are estimated in part. */
  isEstimated?: boolean;
  /** Whether its rollout is the beginning of another trial's. */
  served?: boolean;
  /** Why its agent stopped, where its rollout ended. */
  stop?: Stop | undefined;
  /** RUN/TRIAL, to look it up. */
  trial?: string;
  unidentified?: boolean;
};

export type SummaryInput = { runs: readonly string[]; trials: readonly TrialSummary[] };

/** A leaderboard of all trials, a row an entry. Pure: the order of the trials does not matter. */
export function summarize({ runs, trials }: SummaryInput): Leaderboard {
  const unequal = haveUnequalTasks(trials) && { unequalTasks: true as const };
  return { schema: 1, runs: [...runs], rows: summarizeEntries(trials), ...unequal };
}

function haveUnequalTasks(trials: readonly TrialSummary[]): boolean {
  const tasks = new Set(trials.map(({ task }) => task));
  const entries = [...groupBy(trials, ({ entry }) => entry).values()];
  return entries.some((own) => new Set(own.map(({ task }) => task)).size < tasks.size);
}

/** A row an entry. Pure. */
export function summarizeEntries(trials: readonly TrialSummary[]): LeaderboardRow[] {
  const entries = [...groupBy(trials, (trial) => trial.entry).values()];
  return entries.map((own) => summarizeEntry(own)).sort(byRate);
}

function summarizeEntry(trials: readonly TrialSummary[]): LeaderboardRow {
  const { entry, agent, model } = trials[0] as TrialSummary;
  // A sum depends on the order of its values, so tasks are sorted first.
  const tasks = [...groupBy(trials, (trial) => trial.task)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  const means = tasks.flatMap((own) => {
    const { task, repository = task } = own[0] as TrialSummary;
    return groupMeans([points(own, null)]).map((value) => ({ value, cluster: repository }));
  });
  const interval = intervalOfShare(means);
  return {
    entry,
    agent,
    model,
    maxTurns: trials.reduce((most, trial) => Math.max(most, trial.maxTurns), 0),
    leastMaxTurns: trials.reduce((least, trial) => Math.min(least, trial.maxTurns), Number.POSITIVE_INFINITY),
    tasks: tasks.length,
    trials: trials.length,
    scoredTasks: means.length,
    scored: points(trials, null).length,
    served: trials.filter((trial) => trial.served).length,
    resolved: trials.filter((trial) => trial.verdict === 'resolved').length,
    rate: mean(means.map(({ value }) => value)),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    rateIfInfraFailed: meanOfTaskMeans(tasks.map((own) => points(own, 0))),
    rateIfInfraPassed: meanOfTaskMeans(tasks.map((own) => points(own, 1))),
    ...countStops(trials),
    ...(trials.some(({ unidentified }) => unidentified) && { unidentified: true as const }),
    turns: mean(trials.map((trial) => trial.turns).filter((turns) => turns !== null)),
    seconds: mean(trials.map((trial) => trial.seconds).filter((seconds) => seconds !== null)),
    ...summarizeAsked(trials.flatMap(({ asked }) => asked ?? [])),
    ...summarizeSpent(trials.flatMap(({ spent }) => spent ?? [])),
    ...sumLost(trials.flatMap(({ lost }) => lost ?? [])),
    ...countEstimated(trials),
  };
}

function countStops(trials: readonly TrialSummary[]): Pick<LeaderboardRow, 'stops' | 'agentErrors'> {
  const stops: LeaderboardRow['stops'] = {};
  for (const { stop } of trials) if (stop) stops[stop] = (stops[stop] ?? 0) + 1;
  const failed = trials.filter(({ stop }) => stop === 'agent_error');
  if (failed.length === 0) return { stops };
  const turns = failed.map((trial) => trial.turns ?? 0);
  const [leastTurns, mostTurns] = [turns.reduce((a, b) => Math.min(a, b)), turns.reduce((a, b) => Math.max(a, b))];
  const trial = failed.map(({ trial = '' }) => trial).sort()[0] ?? '';
  return { stops, agentErrors: { trials: failed.length, leastTurns, mostTurns, trial } };
}

/** One price that isn't known makes the mean unknown: without it the mean would flatter. */
function summarizeSpent(spent: Spent[]): Pick<LeaderboardRow, 'tokens' | 'costUsd'> {
  if (spent.length === 0) return {};
  const costs = spent.map(({ costUsd }) => costUsd).filter((cost) => cost !== null);
  return {
    tokens: mean(spent.map(({ tokens }) => tokens)),
    costUsd: costs.length < spent.length ? null : mean(costs),
  };
}

/** Each name counts once a row. */
function summarizeAsked(
  asked: readonly NonNullable<TrialSummary['asked']>[],
): Pick<LeaderboardRow, 'withheld' | 'passed' | 'otherModels'> {
  const all = (key: keyof NonNullable<TrialSummary['asked']>) => [...new Set(asked.flatMap((one) => one[key] ?? []))];
  const [withheld, passed, otherModels] = [all('withheld'), all('passed'), all('otherModels').sort()];
  return {
    ...(withheld.length > 0 && { withheld: withheld.length }),
    ...(passed.length > 0 && { passed: passed.length }),
    ...(otherModels.length > 0 && { otherModels }),
  };
}

function countEstimated(trials: readonly TrialSummary[]): Pick<LeaderboardRow, 'estimated'> {
  const estimated = trials.filter(({ isEstimated }) => isEstimated).length;
  return estimated > 0 ? { estimated } : {};
}

/** In all, not a mean: how often infrastructure fails says nothing of an entry. */
function sumLost(lost: Spent[]): Pick<LeaderboardRow, 'infraTries' | 'infraTokens' | 'infraCostUsd'> {
  if (lost.length === 0) return {};
  const costs = lost.map(({ costUsd }) => costUsd).filter((cost) => cost !== null);
  return {
    infraTries: lost.length,
    infraTokens: lost.reduce((sum, { tokens }) => sum + tokens, 0),
    infraCostUsd: costs.length < lost.length ? null : costs.reduce((sum, cost) => sum + cost, 0),
  };
}

/**
 * 1 for each resolved trial, 0 for other scored ones, `unscored` for those that infrastructure or a pending value kept
 * from a score (null leaves them out). Trials of invalid tasks never count.
 */
function points(trials: readonly TrialSummary[], unscored: 0 | 1 | null): number[] {
  const found: number[] = [];
  for (const { verdict } of trials) {
    if (verdict === 'task_invalid') continue;
    if (verdict !== null && verdict !== 'infra_error') found.push(verdict === 'resolved' ? 1 : 0);
    else if (unscored !== null) found.push(unscored);
  }
  return found;
}

function byRate(a: LeaderboardRow, b: LeaderboardRow): number {
  return (b.rate ?? -1) - (a.rate ?? -1) || (a.entry < b.entry ? -1 : 1);
}
