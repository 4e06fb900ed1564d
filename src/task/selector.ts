import { readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { GymkhanaError } from '../errors.ts';
import { expandGlob } from './expand-glob.ts';
import { isFolder, isTaskFolder, taskNames, taskNotFound } from './find-tasks.ts';
import { decodeUtf8 } from './text.ts';
import { readOrExplain } from './tree.ts';

/** Where a selector was written: the folder it is relative to, and the list files that led to it, outermost first. */
type Origin = { base: string; place: string; lists: readonly string[] };

/**
 * Folders of the tasks that a selector names, at least one; loadDataset says what a selector is.
 * @throws GymkhanaError TASK_NOT_FOUND, or TASK_INVALID for a list file that can't be used
 */
export function expandSelector(selector: string, root: string): string[] {
  return readOrExplain('TASK_NOT_FOUND', selector, () =>
    expand(selector, root, { base: '', place: selector, lists: [] }),
  );
}

function expand(selector: string, root: string, origin: Origin): string[] {
  const isBare = !selector.includes('/') && selector !== '.' && selector !== '..';
  const beside = resolveFrom(origin.base, selector);
  const shipped = join(root, 'tasks', selector);
  // A name on the command line means a task of the package; in a list it means the list's neighbour.
  const paths = !isBare ? [beside] : origin.lists.length > 0 ? [beside, shipped] : [shipped, beside];

  if (selector.endsWith('.txt')) return expandList(beside, root, origin);
  for (const path of paths) {
    if (isTaskFolder(path)) return [path];
    const inside = taskNames(path).map((name) => join(path, name));
    if (inside.length > 0) return inside;
  }
  if (picomatch.scan(selector).isGlob) {
    const matched = paths.map(expandGlob).find((folders) => folders.length > 0);
    if (matched) return matched;
  }
  if (isFolder(beside)) throw notFound(selector, [], origin);
  throw notFound(selector, paths.map(dirname), origin);
}

function expandList(file: string, root: string, { place, lists }: Origin): string[] {
  const text = readOrExplain('TASK_NOT_FOUND', place, () => decodeUtf8(readFileSync(file)));
  if (text === null || lists.includes(resolve(file))) {
    const problem = text === null ? `the list ${file} is not UTF-8` : `the list ${file} contains itself`;
    throw new GymkhanaError({ code: 'TASK_INVALID', place, problem });
  }
  const inside = { base: dirname(file), lists: [...lists, resolve(file)] };
  const folders = text.split('\n').flatMap((line, index) => {
    const selector = line.replace(/(^|\s)#.*/, '').trim();
    return selector ? expand(selector, root, { ...inside, place: `${file}:${index + 1}:1` }) : [];
  });
  if (folders.length > 0) return folders;
  const problem = `the list ${file} names no task`;
  throw new GymkhanaError({ code: 'TASK_NOT_FOUND', place, problem, fix: 'write one name or folder a line' });
}

function resolveFrom(base: string, selector: string): string {
  return selector.startsWith('/') || base === '' ? selector : join(base, selector);
}

function notFound(selector: string, folders: readonly string[], { place }: Origin): GymkhanaError {
  const problem = taskNotFound(basename(selector), folders, place);
  return new GymkhanaError({ ...problem, problem: `no task matches \`${selector}\`` });
}
