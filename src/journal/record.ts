import { z } from 'zod';
import { Tokens } from '../budget/prices.ts';
import { CpuPressure } from '../machine/cpu-pressure.ts';
import { Outcome, Score, Stop } from '../outcome/outcome.ts';
import { Owner } from '../owner.ts';
import { Sampling } from '../trajectory/sampling.ts';

const ids = z.strictObject({ trial: z.string(), rollout: z.int().positive(), try: z.int().positive() });
/** What a rollout used up. */
const Usage = z.strictObject({
  turns: z.int().nonnegative(),
  seconds: z.number().nonnegative(),
  /** Of tools, in all turns; see countCalls. Runs of before it was counted lack it, and so does what has no turns. */
  calls: z.int().nonnegative().optional(),
  /** Of the agent's model, where it has one. */
  model: Tokens.extend({
    /** null: its price is not known. */
    costUsd: z.number().nonnegative().nullable(),
    /** What requests held that is not known and was not passed on, or was as the runner says, by name. */
    withheld: z.array(z.string()).optional(),
    passed: z.array(z.string()).optional(),
    /** Models that answered though the entry names another. */
    otherModels: z.array(z.string()).optional(),
    /** The provider did not tell all of it. */
    estimated: z.literal(true).optional(),
  }).optional(),
});
export type Usage = z.infer<typeof Usage>;

const seconds = z.number().nonnegative();
/** Wall time in seconds. What did not take place is not there. */
const Phases = z.strictObject({
  /** The image and the layer of its task, which its trials share: every trial of a process says the same. */
  image: seconds.optional(),
  /** Until its sandbox was open. */
  start: seconds.optional(),
  agent: seconds.optional(),
  /** From the agent's end until the submission was on disk. */
  export: seconds.optional(),
  /** Of its sandbox, beside the end of the export. */
  removal: seconds.optional(),
  /** All verifiers, with the sandboxes of theirs. */
  verification: seconds.optional(),
});
export type Phases = z.infer<typeof Phases>;

/** How it was on the machine meanwhile; null where its kernel does not tell. */
const cpuPressure = CpuPressure.nullable().optional();

/** Another rollout that this one has its beginning of, or all: after which turn, and in which run where not this one. */
export const Parent = z.strictObject({
  /**
   * `prefix`: all of it, served to a smaller limit of turns. `fork`: files as they were, and the history told. `actions`
   * and `model`: a replay, of its tool calls or of its model's answers.
   */
  how: z.enum(['prefix', 'fork', 'actions', 'model']),
  run: z.string().optional(),
  trial: z.string(),
  rollout: z.int().positive(),
  try: z.int().positive(),
  turn: z.int().nonnegative(),
});

/** What a writer says; the segment adds the envelope {v, writer, seq, at, crc}. */
export const RecordBody = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('planned'),
    trial: z.string(),
    task: z.string(),
    entry: z.string(),
    attempt: z.int().positive(),
    seed: z.string(),
    agent: z.string(),
    model: z.string().nullable(),
    /** Of a strategy with several rollouts: how many are asked for. */
    candidates: z.int().positive().optional(),
    limits: z.strictObject({
      turns: z.int().positive(),
      minutes: z.number().positive(),
      toolTimeoutSeconds: z.number().positive(),
      tokens: z.int().positive().optional(),
      costUsd: z.number().positive().optional(),
    }),
  }),
  z.strictObject({ type: z.literal('started'), ids, owner: Owner }),
  z.strictObject({
    type: z.literal('submitted'),
    ids,
    stop: Stop,
    usage: Usage,
    /** Paths relative to the trial's folder; both are on disk before this record is. */
    submission: z.string(),
    trajectory: z.string(),
    sandbox: z.strictObject({ kind: z.string(), image: z.string(), enforcement: z.record(z.string(), z.string()) }),
    parents: z.array(Parent).optional(),
    phases: Phases.optional(),
    cpuPressure,
    /** Distinct settings of its model's calls; the first 16. Absent where it had no model. */
    sampling: z.array(Sampling).optional(),
    /** Whether the agent read its limits in its instruction. */
    toldLimits: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('failed'),
    ids,
    phase: z.enum(['prepare', 'agent', 'pick', 'verify']),
    cause: z.string(),
    /** Of a rollout that had asked its model by then: it is paid for. Runs of before it was kept lack it. */
    usage: Usage.optional(),
  }),
  z.strictObject({ type: z.literal('invalid'), trial: z.string(), cause: z.string() }),
  /** What a trial used beside its candidates, once for each key: to write a test, to judge. `place`: where that is. */
  z.strictObject({
    type: z.literal('charged'),
    trial: z.string(),
    key: z.string(),
    usage: Usage,
    place: z.string(),
  }),
  /** Which rollout counts, by which rule; what the rule knew is in a file that is on disk before this record is. */
  z.strictObject({
    type: z.literal('picked'),
    trial: z.string(),
    rollout: z.int().positive(),
    rule: z.string(),
    candidates: z.string(),
  }),
  z.strictObject({
    type: z.literal('scored'),
    ids,
    generation: z.int().positive(),
    scores: z.array(Score),
    outcome: Outcome,
    phases: Phases.optional(),
    cpuPressure,
  }),
]);
export type RecordBody = z.infer<typeof RecordBody>;
export type JournalRecord = RecordBody & { v: 1; writer: string; seq: number; at: string };

type Body<T extends RecordBody['type']> = Extract<RecordBody, { type: T }>;

/** What the records say of one trial, whatever order they are read in. */
export type TrialState = {
  trial: string;
  /** `at`: when that was journalled, and so which run planned it first. */
  planned: (Body<'planned'> & { at: string }) | null;
  /** The highest try that was started, 0 before the first: the next one is this plus 1. */
  tries: number;
  /** Where there are candidates, of the one that was picked: null before. */
  submitted: Body<'submitted'> | null;
  failures: Body<'failed'>[];
  /** The newest complete generation (one with a verdict); while there is none, the newest. Of the same rollout. */
  scored: Body<'scored'> | null;
  invalid: string | null;
  /** Of a trial with several rollouts those that have submitted, in order; else none. */
  candidates: Candidate<Body<'submitted'>, Body<'scored'>>[];
  picked: Body<'picked'> | null;
  /** One a key. */
  charges: Body<'charged'>[];
};

export type Candidate<Submitted, Scored> = { rollout: number; submitted: Submitted; scored: Scored | null };

type LeanSubmitted = Pick<Body<'submitted'>, 'type' | 'ids' | 'stop' | 'usage' | 'parents'>;
type LeanScored = Pick<Body<'scored'>, 'type' | 'ids' | 'generation' | 'outcome'> & {
  /** The models that judged. A whole record has them in its scores. */
  judges?: string[];
};

/** A record without what only the story of a single trial needs: of 100,000 trials that would fill the memory. */
export type LeanRecord = Pick<JournalRecord, 'writer' | 'seq'> &
  (
    | (Body<'planned'> & { at: string })
    | Body<'started' | 'failed' | 'invalid' | 'picked' | 'charged'>
    | LeanSubmitted
    | LeanScored
  );

/** What lean records say of one trial. Every TrialState is a LeanTrial. */
export type LeanTrial = Omit<TrialState, 'submitted' | 'scored' | 'candidates'> & {
  submitted: LeanSubmitted | null;
  scored: LeanScored | null;
  candidates: Candidate<LeanSubmitted, LeanScored>[];
};
