import { posix } from 'node:path';

/** Relative, `/`-separated, and unable to leave the folder it is relative to. */
export function isSafePath(path: string): boolean {
  if (path.length > 1024 || /[\p{Cc}\\]/u.test(path) || posix.isAbsolute(path)) return false;
  return !path.split('/').includes('..') && normalizePath(path) !== '.';
}

/** `./repo/` and `repo` are the same folder. */
export function normalizePath(path: string): string {
  return posix.normalize(path).replace(/\/$/, '');
}

/** Whether `path` is `folder` or lies in it; both normalized. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/**
 * Whether a link at `path`, whose text is `target`, leads to something in the same tree, wherever the tree is put: it is
 * relative, goes up only at its start, and never above the tree. (`..` after another link could lead anywhere.)
 */
export function linkStaysInside(path: string, target: string): boolean {
  if (posix.isAbsolute(target)) return false;
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const ups = steps.findIndex((step) => step !== '..');
  const leading = ups === -1 ? steps.length : ups;
  return leading < path.split('/').length && !steps.slice(leading).includes('..');
}
