import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../files.ts';
import { isSolved } from '../outcome/solved.ts';
import type { SandboxKind } from '../sandbox/contract.ts';
import type { Task } from '../task/task.ts';
import { GoldRun } from '../verify/unexplained.ts';
import type { PreparedTask } from './prepared-task.ts';
import { type Verification, verifySubmission } from './score.ts';

const Finding = z.strictObject({ cause: z.null(), goldRuns: z.record(z.string(), GoldRun).optional() });

/** Why a task can judge nobody here. */
export type Invalid = { code: 'TASK_GOLD_FAILS' | 'TASK_NOOP_PASSES'; cause: string };

/** A task that can be told apart, and how its gold's runs ended where no result explained it; or what is wrong with it. */
export type Preflight = { goldRuns: Record<string, GoldRun> } | { invalid: Invalid };

/**
 * Whether a task can be told apart in this environment: its gold must resolve and an untouched workspace must not, as far
 * as values can be had without a model.
 * The answer is kept by task, image and sandbox kind: a task that failed is asked again, one that passed is not.
 */
export async function preflight(
  kind: SandboxKind,
  prepared: PreparedTask,
  { cacheFolder, signal }: { cacheFolder: string; signal: AbortSignal },
): Promise<Preflight> {
  const { task, image } = prepared;
  const key = createHash('sha256')
    .update(JSON.stringify([task.digest, image.id, kind.name]))
    .digest('hex')
    .slice(0, 24);
  const file = join(cacheFolder, `${key}.json`);
  const known = await loadFinding(file);
  if (known) return { goldRuns: known.goldRuns ?? {} };
  const found = await examine(kind, prepared, key, signal);
  if ('goldRuns' in found) {
    await mkdir(cacheFolder, { recursive: true });
    const { goldRuns } = found;
    await writeDurably(file, JSON.stringify({ cause: null, goldRuns } satisfies z.infer<typeof Finding>));
  }
  return found;
}

async function loadFinding(file: string): Promise<z.infer<typeof Finding> | null> {
  try {
    return Finding.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch {
    // Never asked, or a file that somebody else wrote: asking again costs a second.
    return null;
  }
}

async function examine(
  kind: SandboxKind,
  prepared: PreparedTask,
  key: string,
  signal: AbortSignal,
): Promise<Preflight> {
  const { task, gold } = prepared;
  const options = (what: string) => ({
    name: `gymkhana-${what}-${process.pid}-${key}`,
    resources: task.resources,
    signal,
  });
  const verifyGold = (goldRuns: Record<string, GoldRun>) =>
    verifySubmission(kind, { ...prepared, goldRuns }, gold, options('gold'));
  let goldRuns: Record<string, GoldRun> = {};
  let withGold = await verifyGold(goldRuns);
  // Again before the task is refused: a machine that was busy is no fault of the task, and a red status that no result
  // explains is the gold's own where it comes again, first beside canaries and then without.
  for (let tries = 1; tries <= MAX_TRIES && saysSolved(withGold, task) === false; tries += 1) {
    const red = redRunsOf(withGold);
    if (tries > 1 && JSON.stringify(red) === JSON.stringify(goldRuns)) break;
    goldRuns = red;
    withGold = await verifyGold(goldRuns);
  }
  if (saysSolved(withGold, task) === false) {
    return { invalid: { code: 'TASK_GOLD_FAILS', cause: `the gold is ${describe(withGold)}` } };
  }
  const untouched = await verifySubmission(kind, prepared, { files: [], deleted: [] }, options('noop'));
  if (saysSolved(untouched, task) !== true) return { goldRuns };
  return { invalid: { code: 'TASK_NOOP_PASSES', cause: 'an untouched workspace is resolved' } };
}

/** After the first. */
const MAX_TRIES = 2;

const RedRun = z.object({ exitCode: z.int().nullable(), unexplained: z.array(z.string()).optional() });
const RedDetail = z.object({ runs: z.array(RedRun) });

/** By verifier, how its last run ended where no result explained it. */
function redRunsOf({ results }: Verification): Record<string, GoldRun> {
  const runs = results.flatMap(({ score, detail }) => {
    const { exitCode = null, unexplained } = RedDetail.safeParse(detail).data?.runs.at(-1) ?? {};
    return exitCode === null || unexplained === undefined ? [] : [[score.id, { exitCode, unexplained }] as const];
  });
  return Object.fromEntries(runs);
}

function saysSolved({ results }: Verification, task: Task): boolean | null {
  return isSolved(
    results.map(({ score }) => score),
    task,
  );
}

function describe({ outcome, results }: Verification): string {
  const reasons = results.flatMap(({ score }) => (score.reason ? [score.reason] : []));
  return [outcome.verdict ?? 'unresolved by the values that are there', ...reasons].join(': ');
}
