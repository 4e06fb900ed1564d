import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { GymkhanaError } from '../errors.ts';
import { expandGlob } from './expand-glob.ts';
import { isFolder, isTaskFolder, taskNames, taskNotFound } from './find-tasks.ts';
import { nearest } from './nearest.ts';
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
  const paths = placesOf(selector, root, origin);
  if (selector.endsWith('.txt')) return expandList(selector, paths, root, origin);
  for (const path of paths) {
    if (isTaskFolder(path)) return [path];
    const inside = taskNames(path).map((name) => join(path, name));
    if (inside.length > 0) return inside;
  }
  if (picomatch.scan(selector).isGlob) {
    const matched = paths.map(expandGlob).find((folders) => folders.length > 0);
    if (matched) return matched;
  }
  // Before any folder of that name without tasks, such as that of a run.
  const list = join(root, 'tasks', `${selector}.txt`);
  if (isBare(selector) && existsSync(list)) return expandList(selector, [list], root, origin);
  if (isFolder(resolveFrom(origin.base, selector))) throw notFound(selector, [], origin);
  throw notFound(selector, paths.map(dirname), origin);
}

/**
 * Where a selector may lie, likeliest first. A name on the command line means a task of the package; in a list it means
 * the list's neighbour. `tasks/…` is the package's where there is nothing of that path here.
 */
function placesOf(selector: string, root: string, { base, lists }: Origin): string[] {
  const beside = resolveFrom(base, selector);
  const shipped = join(root, 'tasks', selector);
  if (lists.length > 0) return isBare(selector) ? [beside, shipped] : [beside];
  if (isBare(selector)) return selector.endsWith('.txt') ? [beside, shipped] : [shipped, beside];
  return selector.startsWith('tasks/') ? [beside, join(root, selector)] : [beside];
}

function isBare(selector: string): boolean {
  return !selector.includes('/') && selector !== '.' && selector !== '..';
}

function expandList(selector: string, files: readonly string[], root: string, { place, lists }: Origin): string[] {
  const file = files.find((path) => existsSync(path));
  if (file === undefined) throw noList(selector, files, root, place);
  if (!statSync(file).isFile()) {
    const problem = `the list ${file} must be a file`;
    throw new GymkhanaError({ code: 'TASK_NOT_FOUND', place, problem, fix: 'write one name or folder a line' });
  }
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

function noList(selector: string, files: readonly string[], root: string, place: string): GymkhanaError {
  const names = (folder: string) =>
    isFolder(folder) ? readdirSync(folder).filter((name) => name.endsWith('.txt')) : [];
  const known = [...new Set([...files.map(dirname), join(root, 'tasks')].flatMap(names))];
  const close = nearest(basename(selector), known);
  const fix = close ? `did you mean \`${close}\`?` : 'a list is a text file that names a task or a folder a line';
  const problem = place === selector ? 'there is no such list' : `there is no list ${selector}`;
  return new GymkhanaError({ code: 'TASK_NOT_FOUND', place, problem, fix });
}

function resolveFrom(base: string, selector: string): string {
  return selector.startsWith('/') || base === '' ? selector : join(base, selector);
}

function notFound(selector: string, folders: readonly string[], { place }: Origin): GymkhanaError {
  const found = taskNotFound(basename(selector), folders, place);
  const fix = selector.includes(',') ? 'name several with spaces between them' : found.fix;
  return new GymkhanaError({ ...found, problem: `no task matches \`${selector}\``, ...(fix && { fix }) });
}
