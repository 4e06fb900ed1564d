import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { asDiskError, writeDurably } from '../files.ts';
import { TASK_FILE } from '../task/find-tasks.ts';
import { updateScalars } from '../task/rewrite-scalars.ts';

/**
 * Makes a task from a template, which is a whole task itself: its files, under another id and day. Leaves nothing behind
 * when that fails. Errors TASK_EXISTS when something is at `folder` already, DISK_FULL.
 */
export async function scaffoldTask({
  template,
  folder,
  id,
  created,
}: {
  /** The template's folder. */
  template: string;
  /** Where the task is to be; the folders above it are made. */
  folder: string;
  id: string;
  /** A date like 2026-11-21. */
  created: string;
}): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await makeNew(folder);
  try {
    await cp(template, folder, { recursive: true });
    const file = join(folder, TASK_FILE);
    await writeDurably(file, updateScalars(await readFile(file, 'utf8'), { id, created }));
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw asDiskError(error, folder);
  }
}

/** Making the folder is the test: of two that try at once only one goes on. */
async function makeNew(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asDiskError(error, folder);
    const problem = 'something is here already';
    const fix = 'choose another id or --folder, or move it away';
    throw new GymkhanaError({ code: 'TASK_EXISTS', place: folder, problem, fix }, { cause: error });
  }
}
