import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { writeDurably } from '../files.ts';
import { encodeSubmission, loadSubmission, type Submission } from '../workspace/change.ts';
import type { RunFolder } from './folder.ts';
import type { RunSpec } from './spec.ts';
import type { Fork } from './trial.ts';

const PLACE = 'start';

/** Puts what a fork begins with into its run, so that it needs the other run no more. */
export async function keepStart(folder: RunFolder, change: Submission, history: string): Promise<void> {
  const place = join(folder.path, PLACE);
  await mkdir(place, { recursive: true });
  await writeDurably(join(place, 'submission.json'), encodeSubmission(change, change.skipped));
  await writeDurably(join(place, 'history.txt'), history);
}

/** The same for a replay of a fork. */
export async function copyStart(from: RunFolder, to: RunFolder): Promise<void> {
  await cp(join(from.path, PLACE), join(to.path, PLACE), { recursive: true });
}

/** What the rollouts of a run begin with where it is a fork, else null. Errors JOURNAL_CORRUPT when it is not there. */
export async function loadFork(folder: RunFolder, { fork }: RunSpec): Promise<Fork | null> {
  if (!fork) return null;
  const change = await loadSubmission(join(folder.path, PLACE, 'submission.json'));
  return { origin: fork, change, history: await readHistory(join(folder.path, PLACE, 'history.txt')) };
}

async function readHistory(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const fix = 'give the same `gymkhana fork` again';
    throw new GymkhanaError({ code: 'JOURNAL_CORRUPT', place: file, problem: 'the history is gone', fix });
  }
}
