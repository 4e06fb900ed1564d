import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { z } from 'zod';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, writeDurably } from '../files.ts';
import { explainIssues, phrase } from '../task/explain-issue.ts';
import { nearest } from '../task/nearest.ts';
import { composeYaml } from '../task/yaml-document.ts';
import { findDifferences } from './difference.ts';
import { RunSpec, VERSION } from './spec.ts';

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
    const found = findDifferences(existing, spec);
    if (found.length === 0) return runFolder(path);
    const problem = `a run with another plan is here, with other ${found.join(', ')}`;
    const fix = `choose another --id, or go on with that one by \`gymkhana resume ${basename(path)}\``;
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
  const fix = whatElse(basename(path), await runsIn(dirname(path)));
  throw new GymkhanaError({ code: 'RUN_NOT_FOUND', place: path, problem: whyNoRun(path), fix });
}

/** Of those that are there. */
const MAX_SHOWN = 10;

function whatElse(name: string, others: readonly string[]): string {
  const close = nearest(name, others);
  if (close !== undefined) return `did you mean \`${close}\`?`;
  if (others.length === 0) return 'start one with `gymkhana run`';
  const more = others.length > MAX_SHOWN ? ` and ${others.length - MAX_SHOWN} more` : '';
  return `there are ${others.slice(0, MAX_SHOWN).join(', ')}${more}`;
}

function whyNoRun(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return `no run ${basename(path)} is here`;
  return stats.isDirectory() ? `this folder is no run: it has no ${SPEC}` : 'this is a file, and a run is a folder';
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
  const value = parseOrNull(text);
  const parsed = RunSpec.safeParse(value, { error: phrase });
  if (parsed.success) return parsed.data;
  const problem = whyUnreadable(text, value, parsed.error.issues);
  const fix = 'use the version that made the run, restore the file, or start another run';
  throw new GymkhanaError({ code: 'RUN_VERSION', place: file, problem, fix });
}

function whyUnreadable(text: string, value: unknown, issues: z.core.$ZodIssue[]): string {
  const version = (value as { v?: unknown } | null)?.v;
  if (typeof version === 'number' && version !== VERSION) {
    return `the run was written as version ${version}, and this gymkhana knows version ${VERSION}`;
  }
  const document = composeYaml(text);
  const [first] = document.findings.length > 0 ? document.findings : explainIssues(issues, document);
  return `this gymkhana can't read the run: ${first?.problem}`;
}

function parseOrNull(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

/** A place that the user chose and that does not do. */
function asPathError(error: unknown, place: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error;
  const mayNot = 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code));
  const fix = mayNot
    ? 'runs are kept in ./runs: start it from a folder that you may write to'
    : 'choose another --id, or move away what is there';
  return new GymkhanaError(
    { code: 'USAGE', place, problem: `no run can be here: ${error.message}`, fix },
    { cause: error },
  );
}

async function runsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => isRun(join(folder, name))).sort();
  } catch {
    return [];
  }
}
