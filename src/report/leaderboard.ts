import { z } from 'zod';
import { Stop } from '../outcome/outcome.ts';

const share = z.number().min(0).max(1).nullable();
const amount = z.number().nonnegative().nullable();
const count = z.int().nonnegative();

/** One entry: agent, model and limits. Whatever can't be known is null. */
export const LeaderboardRow = z.strictObject({
  entry: z.string(),
  agent: z.string(),
  model: z.string().nullable(),
  /** The largest limit of its trials: without --max-turns each task brings its own. */
  maxTurns: z.int().positive(),
  /** The smallest of them. */
  leastMaxTurns: z.int().positive(),
  /** Tasks and trials of the entry, whatever became of them. */
  tasks: count,
  trials: count,
  /** Tasks with a trial that counts: what the rate and its interval are over. */
  scoredTasks: count,
  /** Trials that count: resolved, unresolved or tampered. scored / trials is the coverage. */
  scored: count,
  /** Trials whose rollout is the beginning of that of an entry with more turns. */
  served: count,
  resolved: count,
  /** The mean over tasks of the share of resolved among the task's scored trials. */
  rate: share,
  /** 95 %: Wilson's over tasks, with clusters where tasks share a repository; null with fewer than two scored tasks. */
  low: share,
  high: share,
  /** The rate if every trial that infrastructure kept from a score had failed, or had been resolved. */
  rateIfInfraFailed: share,
  rateIfInfraPassed: share,
  /** How the trials ended whose rollouts did: by stop, how many. */
  stops: z.partialRecord(Stop, count),
  /** Those that ended in agent_error: how many, after how many turns, and one of them as RUN/TRIAL. */
  agentErrors: z.strictObject({ trials: count, leastTurns: count, mostTurns: count, trial: z.string() }).optional(),
  /** Its run kept no digest of its agent, so that it is a row of that run and is pooled with no other. */
  unidentified: z.literal(true).optional(),
  /** Means over the trials that have them. */
  turns: amount,
  seconds: amount,
  /** Of the agent's model, in and out, and US dollars (null: a price is not known); only where it has one. Means too. */
  tokens: amount.optional(),
  costUsd: amount.optional(),
  /** How many unknown parts of its requests were not passed on to its model, and were as the runner says. */
  withheld: count.optional(),
  passed: count.optional(),
  /** Models that answered though the entry names another. */
  otherModels: z.array(z.string()).optional(),
  /** Tries that met an infra error after they had asked the model, and what they used of it: sums, in no mean above. */
  infraTries: count.optional(),
  infraTokens: count.optional(),
  infraCostUsd: amount.optional(),
  /** Trials whose tokens are estimated in part: their provider did not tell all of them. */
  estimated: count.optional(),
});
export type LeaderboardRow = z.infer<typeof LeaderboardRow>;

/** What the tasks of a leaderboard can be told apart by. */
export const SLICE_KEYS = ['difficulty', 'language', 'tag'] as const;
export type SliceKey = (typeof SLICE_KEYS)[number];

/** The trials of some tasks alone. */
const Slice = z.strictObject({
  /** null: tasks without any tag. */
  value: z.string().nullable(),
  tasks: count,
  rows: z.array(LeaderboardRow),
});
export type Slice = z.infer<typeof Slice>;

/** Best rate first, entries without one last, then by entry. */
export const Leaderboard = z.strictObject({
  schema: z.literal(1),
  runs: z.array(z.string()),
  rows: z.array(LeaderboardRow),
  /** What the harness itself asked of providers, to know whether they answer; in no row. */
  probes: z.strictObject({ requests: count, tokens: count, costUsd: amount }).optional(),
  /** Only where entries were tried on different tasks, as those of several runs may be: rates of theirs don't compare. */
  unequalTasks: z.literal(true).optional(),
  /** Only where slices were asked for. */
  slices: z
    .strictObject({
      by: z.enum(SLICE_KEYS),
      /** Whether a task may count in several slices, as those with several tags do. */
      overlapping: z.boolean(),
      blocks: z.array(Slice),
    })
    .optional(),
});
export type Slices = NonNullable<Leaderboard['slices']>;
export type Leaderboard = z.infer<typeof Leaderboard>;
