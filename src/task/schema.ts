import { z } from 'zod';
import { isSafePath, normalizePath } from './task-path.ts';

/** task.yaml, exactly as a person writes it. A message here ends the sentence "<key> must be …". */

/** A single line that is safe to print. */
const Line = z.string().refine((text) => /\S/.test(text) && !/\p{Cc}/u.test(text), 'one line of text');
/** A file or folder of the task, relative to task.yaml. */
const RelativePath = z
  .string()
  .refine(isSafePath, 'a path inside the task folder, without `..`')
  .transform(normalizePath);
/** Which files of the workspace: `src/**`, `package.json`, `*.{js,ts}`. */
const Glob = z.string().refine(isSafePath, 'a glob inside the workspace, without `..`');
/** A shell command, run in the workspace. */
const Command = z.string().refine(isWritten, 'a shell command');
/** `<file or class>::<name>`, nested names joined by ` > `. */
const TestId = z.string().refine(isWritten, 'a test id like test/a.test.js::adds');
/** Wall clock, in minutes; at most a day. */
const Minutes = z.number().positive().max(1440);
/** How the command reports its tests: JUnit XML, a JSON line a result from node's test runner, or `go test -json`. */
const ReportFormat = z.enum(['junit', 'node-test', 'go-test']);

const Limits = z.strictObject({
  /** How many decisions the agent may take. */
  turns: z.int().min(1).max(100_000).optional(),
  minutes: Minutes.optional(),
  /** Of the agent's model: what goes in and out, cached tokens among them. */
  tokens: z.int().positive().optional(),
  /** US dollars for the agent's model. */
  costUsd: z.number().positive().optional(),
});

/** What one sandbox of this task needs. */
const Resources = z.strictObject({
  /** Cores, fractions allowed. */
  cpus: z.number().positive().max(1024).default(1),
  /** MiB of memory. */
  memoryMb: z.int().min(16).max(4_194_304).default(1024),
  /** Processes and threads together. */
  pids: z.int().min(8).max(4_194_304).default(256),
  /** MiB that the workspace may grow by. */
  diskMb: z.int().min(1).max(4_194_304).default(512),
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

/** Hidden tests that decide whether the task is solved. */
const Tests = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes, a letter first'),
  kind: z.literal('tests'),
  command: Command,
  /** The folder with the hidden tests; its tree is laid over the workspace. */
  files: RelativePath,
  report: ReportFormat,
  minutes: Minutes,
  /** Files of the workspace that come from the task, whatever the agent did to them. */
  protect: z.array(Glob).default([]),
  /** Red before the solution, green after it. May be empty until the task is derived. */
  failToPass: z.array(TestId).default([]),
  /** Green before and after. */
  passToPass: z.array(TestId).default([]),
  /** How missing and skipped tests and expected failures count: not at all, or as in these benchmarks. */
  policy: z.enum(['strict', 'swe-bench', 'swe-bench-live']).default('strict'),
});

export const TaskFile = z.strictObject({
  /** Equal to the folder's name. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes, as in the folder name'),
  title: Line,
  /** When the task was written: models trained later may have seen it. */
  created: z.iso.date(),
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
  verify: z.array(Tests).min(1),
  /** The id of the verifier whose value is the reward. */
  reward: z.string().default('tests'),
  /** The reward that counts as solved, more than 0 and at most 1. */
  resolvedAt: z.number().positive().max(1).default(1),
  /** A patch that solves the task; never shown to an agent. */
  solution: RelativePath,
});
export type TaskFile = z.infer<typeof TaskFile>;

/** Not blank, and fit for an argument of a process. */
function isWritten(text: string): boolean {
  return /\S/.test(text) && !text.includes('\0');
}
