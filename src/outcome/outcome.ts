import { z } from 'zod';

/** Why the agent stopped. */
export const Stop = z.enum([
  'submitted',
  'exited',
  'turn_limit',
  'token_limit',
  'cost_limit',
  'time_limit',
  'context_limit',
  'agent_error',
  'model_error',
  'cancelled',
  'sandbox_died',
]);
export type Stop = z.infer<typeof Stop>;

/** What became of a trial. `infra_error` and `task_invalid` carry no reward and are never averaged as 0. */
export const Verdict = z.enum(['resolved', 'unresolved', 'tampered', 'infra_error', 'task_invalid']);
export type Verdict = z.infer<typeof Verdict>;

/** How much of a score hostile code could have forged: see docs/architecture.md, Trust. */
export const ScoreAssurance = z.enum(['out-of-process', 'in-process+canary', 'in-process']);

export const Score = z.strictObject({
  /** The verifier's id within the task. */
  id: z.string(),
  kind: z.string(),
  /** Of everything that decided the value: verifier, tests, image. */
  digest: z.string(),
  /** In [0, 1], or null when it could not be had. */
  value: z.number().min(0).max(1).nullable(),
  reason: z.string().optional(),
  tampered: z.boolean(),
  assurance: ScoreAssurance,
  /** Of the tests that have to pass now and did not before: how many expected something else in one of the runs. */
  watched: z.strictObject({ tests: z.int().nonnegative(), of: z.int().nonnegative() }).optional(),
  /** A file relative to the trial's folder with the whole story. */
  detail: z.string(),
  /** Of the models that it asked, where it asked any. */
  usage: z
    .strictObject({
      calls: z.int().nonnegative(),
      input: z.int().nonnegative(),
      output: z.int().nonnegative(),
      /** null: its price is not known. */
      costUsd: z.number().nonnegative().nullable(),
    })
    .optional(),
  model: z.string().optional(),
});
export type Score = z.infer<typeof Score>;

export const Outcome = z.strictObject({
  verdict: Verdict.nullable(),
  reward: z.number().nullable(),
  /** Values the reward needs and does not have. */
  pending: z.array(z.string()),
});
export type Outcome = z.infer<typeof Outcome>;
