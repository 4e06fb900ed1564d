import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, writeDurably } from '../files.ts';
import { RunSpec } from './spec.ts';

const SPEC = 'run.yaml';

/** Where the parts of a run are: run.yaml, journal/, trials/<id>/rollout-<try>/. */
export type RunFolder = { path: string; journal: string; trial(id: string): string };

export function runFolder(path: string): RunFolder {
  return { path, journal: join(path, 'journal'), trial: (id) => join(path, 'trials', id) };
}

export function isRun(path: string): boolean {
  return existsSync(join(path, SPEC));
}

/** Makes the folder of a new run, or finds that of the same run. Errors RUN_ID_IN_USE when another plan lives there. */
export async function createRun(path: string, spec: RunSpec): Promise<RunFolder> {
  const existing = await readSpec(path);
  if (existing) {
    const difference = firstDifference(existing, spec);
    if (difference === null) return runFolder(path);
    const problem = `a run with another plan is here: ${difference}`;
    const fix = 'choose another --id, or move that folder away';
    throw new GymkhanaError({ code: 'RUN_ID_IN_USE', place: path, problem, fix });
  }
  const text = `# Resolved when the run was planned; do not edit.\n${stringify(spec)}`;
  let made: string | undefined;
  try {
    made = await mkdir(path, { recursive: true });
    await writeDurably(join(path, SPEC), text);
  } catch (error) {
    if (made) await removeEmpty(path);
    throw asPathError(asDiskError(error, path), path);
  }
  return runFolder(path);
}

/** Whoever has put something there meanwhile keeps it. */
async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Errors RUN_NOT_FOUND, RUN_VERSION. */
export async function loadRun(path: string): Promise<{ folder: RunFolder; spec: RunSpec }> {
  const spec = await readSpec(path);
  if (spec) return { folder: runFolder(path), spec };
  const others = await runsIn(dirname(path));
  const fix = others.length > 0 ? `there are ${others.join(', ')}` : 'start one with `gymkhana run`';
  throw new GymkhanaError({ code: 'RUN_NOT_FOUND', place: path, problem: `no run ${basename(path)} is here`, fix });
}

async function readSpec(path: string): Promise<RunSpec | null> {
  const file = join(path, SPEC);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw asPathError(asDiskError(error, file), file);
  }
  const parsed = RunSpec.safeParse(parseOrNull(text));
  if (parsed.success) return parsed.data;
  const problem = `this is not the run.yaml of this version of gymkhana: ${firstIssue(parsed.error)}`;
  const fix = 'use the version that made the run, or choose another --id';
  throw new GymkhanaError({ code: 'RUN_VERSION', place: file, problem, fix });
}

/** What is wrong, and at which key. */
function firstIssue(error: z.ZodError): string {
  return z
    .prettifyError(error)
    .split('\n')
    .slice(0, 2)
    .join(' ')
    .replaceAll(/[✖→] ?/g, '');
}

/** A place that the user chose and that does not do. */
function asPathError(error: unknown, place: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  const fix = 'choose another --id, or start it from a folder that you may write to';
  return new GymkhanaError(
    { code: 'USAGE', place, problem: `no run can be here: ${error.message}`, fix },
    { cause: error },
  );
}

function parseOrNull(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

async function runsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder))
      .filter((name) => isRun(join(folder, name)))
      .sort()
      .slice(0, 10);
  } catch {
    return [];
  }
}

/** Where a run's tasks lie and how many sandboxes it may use don't make it another run. */
function firstDifference(a: RunSpec, b: RunSpec): string | null {
  const comparable = ({ runner: { concurrency: _, ...runner }, tasks, ...spec }: RunSpec) => ({
    ...spec,
    runner,
    tasks: tasks.map(({ id, digest }) => ({ id, digest })),
  });
  const [one, other]: [Record<string, unknown>, Record<string, unknown>] = [comparable(a), comparable(b)];
  // The seed last: where none is given it follows from the rest, which is what the user changed.
  const { seed: _, ...rest } = one;
  for (const key of [...Object.keys(rest), 'seed']) {
    if (JSON.stringify(one[key]) !== JSON.stringify(other[key])) return `its ${key} is not the same`;
  }
  return null;
}
