import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { nearest } from './nearest.ts';

export const TASK_FILE = 'task.yaml';

export function isTaskFolder(folder: string): boolean {
  return existsSync(join(folder, TASK_FILE));
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** Names of the folders directly in `folder` that hold a task.yaml, sorted; none where there is no such folder. */
export function taskNames(folder: string): string[] {
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((name) => isTaskFolder(join(folder, name)))
    .sort();
}

/** Nothing is called `name`; `folders` are where it was looked for. */
export function taskNotFound(name: string, folders: readonly string[], place: string): Problem {
  const known = [...new Set(folders.flatMap(taskNames))];
  const close = nearest(name, known);
  const fix = close
    ? `did you mean \`${close}\`?`
    : known.length > 0
      ? `the tasks there are ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`
      : `a task is a folder with a ${TASK_FILE}`;
  return { code: 'TASK_NOT_FOUND', place, problem: `no task \`${name}\``, fix };
}
