import { z } from 'zod';
import { Command, Glob, Line, Minutes, RelativePath, ReportFormat, TestId } from './parts.ts';
import { Verifier } from './verifiers/kinds.ts';

/** task.yaml, exactly as a person writes it. A message here ends the sentence "<key> must be …". */

const Limits = z.strictObject({
  /** How many decisions the agent may take. */
  turns: z.int().min(1).max(100_000).optional(),
  minutes: Minutes.optional(),
  /** Of the agent's model: what goes in and out, cached tokens among them. */
  tokens: z.int().positive().optional(),
  /** US dollars for the agent's model. */
  costUsd: z.number().positive().optional(),
});

/** What a sandbox can have. */
export const RESOURCES = {
  /** Cores, fractions allowed. */
  cpus: z.number().min(0.01).max(1024),
  /** MiB of memory. */
  memoryMb: z.int().min(16).max(4_194_304),
  /** Processes and threads together. */
  pids: z.int().min(8).max(4_194_304),
  /** MiB that the workspace may grow by. */
  diskMb: z.int().min(1).max(4_194_304),
};

/** What one sandbox of this task needs. */
const Resources = z.strictObject({
  cpus: RESOURCES.cpus.default(1),
  memoryMb: RESOURCES.memoryMb.default(1024),
  pids: RESOURCES.pids.default(256),
  diskMb: RESOURCES.diskMb.default(512),
});

/** The tests that the agent may run itself, and which of them are red from the start. */
const DevTests = z.strictObject({
  command: Command,
  report: ReportFormat,
  failing: z.array(TestId).default([]),
});

/** What is taken from the agent's workspace to be scored. */
const Submit = z.strictObject({
  kind: z.literal('patch'),
  /** Changes elsewhere are left out. */
  paths: z.array(Glob).min(1).default(['**']),
});

export const TaskFile = z.strictObject({
  /** Equal to the folder's name. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes, as in the folder name'),
  title: Line,
  /**
   * When the change that it asks for was made upstream, or the task was written: models trained later may have seen it.
   * null where that is not known; never the day of an import.
   */
  created: z.iso.date().nullable().default(null),
  /** Mend something, or add something. */
  kind: z.enum(['fix', 'feature']),
  language: Line,
  difficulty: z.enum(['easy', 'medium', 'hard']),
  tags: z.array(Line).default([]),
  /** Tasks of one repository count as one cluster in the statistics. */
  repository: Line,
  /** A folder under images/. */
  image: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/, 'the name of a folder under images/'),
  /** The folder that the agent works in. */
  workspace: z.strictObject({ folder: RelativePath }),
  /** The file with what the agent is asked to do. */
  instruction: RelativePath,
  limits: Limits.prefault({}),
  /** Sandboxes of this task have no network. */
  network: z.literal('none').default('none'),
  resources: Resources.prefault({}),
  devTests: DevTests,
  submit: Submit.prefault({ kind: 'patch' }),
  verify: z.array(Verifier).min(1),
  /** An expression over the ids of the verifiers: see src/reward. */
  reward: z.string().default('tests'),
  /** The reward that counts as solved, more than 0 and at most 1; may be left out where one `tests` verifier is the reward. */
  resolvedAt: z.number().positive().max(1).optional(),
  /** A patch that solves the task; never shown to an agent. */
  solution: RelativePath,
});
export type TaskFile = z.infer<typeof TaskFile>;
