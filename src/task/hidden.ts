import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { parseTask } from './parse-task.ts';
import type { Task } from './task.ts';
import { decodeUtf8 } from './text.ts';
import { listTree, readOrExplain } from './tree.ts';

/** A hidden file; `path` is relative to the workspace that it is laid over, `/`-separated. */
export type HiddenFile = { path: string; content: Buffer; executable: boolean };

/** What no agent may see: the test files of each verifier, by its id, the text of the gold patch, its path. */
export type Hidden = { tests: ReadonlyMap<string, HiddenFile[]>; gold: string; goldFile: string };

/**
 * Reads the hidden tests and the gold patch of a loaded task. Only verify, admission and run may import this file.
 * @throws GymkhanaError TASK_INVALID when they were changed since `loadTask` so that they can't be read
 */
export async function loadHidden(task: Task): Promise<Hidden> {
  return readOrExplain('TASK_INVALID', task.file, () => {
    const { value, placeOf } = parseTask(readFileSync(task.file), task.file);
    const tests = new Map(value.verify.map(({ id, files }) => [id, readFiles(join(task.folder, files))]));
    const goldFile = join(task.folder, value.solution);
    const gold = decodeUtf8(readFileSync(goldFile));
    if (gold !== null) return { tests, gold, goldFile };
    const problem = `solution must be a file with UTF-8 text; got other bytes in ${value.solution}`;
    throw new GymkhanaError({ code: 'TASK_INVALID', place: placeOf(['solution']), problem });
  });
}

function readFiles(folder: string): HiddenFile[] {
  return listTree(folder)
    .filter(({ kind }) => kind === 'file')
    .map(({ path, executable }) => ({ path, content: readFileSync(join(folder, path)), executable }));
}
