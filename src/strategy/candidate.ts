import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Tokens } from '../budget/prices.ts';
import { GymkhanaError } from '../errors.ts';
import { Parent } from '../journal/record.ts';
import { tryJson } from '../json.ts';
import { Sampling } from '../trajectory/sampling.ts';

/** What the repository's own tests said of a candidate, by id; `passed` is how many passed. */
const Visible = z.strictObject({
  passed: z.int().nonnegative(),
  /** Of those that reported, as verify/reports names them. */
  results: z.record(z.string(), z.string()),
  /** Why there is no result, where there is none. */
  reason: z.string().nullable(),
});
export type Visible = z.infer<typeof Visible>;

/** One answer of a judge to one question; a vote without a verdict counts for nothing. */
const Vote = z.strictObject({
  verdict: z.number().min(0).max(1).nullable(),
  /** What it answered, as it was read. */
  answer: z.json(),
  /** Of the answers before it that could not be used, what was wrong. */
  unusable: z.array(z.string()),
});
export type Vote = z.infer<typeof Vote>;

/** A rollout as a rule sees it: nothing of the hidden tests is in it. */
export const Candidate = z.strictObject({
  rollout: z.int().positive(),
  /** sha256 of the change: equal ones are one answer. */
  patch: z.string(),
  /** Characters of the patch; 0 where nothing was changed. */
  patchLength: z.int().nonnegative(),
  visible: Visible,
  /** Of each generated test, in order: 0 solved, 2 not solved, else a crash; null where it did not end. */
  exitCodes: z.array(z.int().nullable()).nullable(),
  /** The judge's P(YES), or the mean of its verdicts; null where there is none. */
  judged: z.number().min(0).max(1).nullable(),
  /**
   * Every vote of the judge, in order; null where there is no judge. Candidates of whom it is shown the same are one
   * question, and have the same votes. Runs of before votes were kept lack them and what follows.
   */
  votes: z.array(Vote).nullable().optional(),
  turns: z.int().nonnegative().optional(),
  seconds: z.number().nonnegative().optional(),
  /** Of its model; null where it had none. */
  tokens: Tokens.nullable().optional(),
  /** US dollars; null where it had no model, or its price is not known. */
  costUsd: z.number().nonnegative().nullable().optional(),
  /** Rollouts that it has its beginning of. */
  parents: z.array(Parent).optional(),
  /** Settings of its model's calls; null where it had no model. */
  sampling: z.array(Sampling).nullable().optional(),
});
export type Candidate = z.infer<typeof Candidate>;

/** Two candidates that a judge compared, shown in both orders. */
const Pair = z.strictObject({
  first: z.int().positive(),
  second: z.int().positive(),
  /** Of the first: the share of the orders in which it won; a draw where there was no answer. */
  wins: z.number().min(0).max(1),
  /** Who won where the first was shown first, and where the second was; null without an answer. */
  winners: z.tuple([z.int().nullable(), z.int().nullable()]),
});
export type Pair = z.infer<typeof Pair>;

/** A test that a model wrote, and whether it is one: it has to exit with 2 on the repository as it is. */
const GeneratedTest = z.strictObject({
  sha256: z.string().nullable(),
  /** On the original. */
  exitCode: z.int().nullable(),
  isKept: z.boolean(),
  reason: z.string().nullable(),
});
export type GeneratedTest = z.infer<typeof GeneratedTest>;

/** candidates.json of a trial: all that its rule knew. */
export const Field = z.strictObject({
  v: z.literal(1),
  candidates: z.array(Candidate).min(1),
  pairs: z.array(Pair).nullable(),
  tests: z.array(GeneratedTest),
  /** What could not be had, and why. */
  missing: z.array(z.string()),
});
export type Field = z.infer<typeof Field>;

/** Errors JOURNAL_CORRUPT where the file is gone or is not what was written. */
export async function loadField(file: string): Promise<Field> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const parsed = Field.safeParse(text === null ? null : tryJson(text));
  if (parsed.success) return parsed.data;
  const problem = text === null ? 'what is known of the candidates is gone' : 'this is not what was written';
  const fix = 'restore the file, or start the run anew under another --id';
  throw new GymkhanaError({ code: 'JOURNAL_CORRUPT', place: file, problem, fix });
}
