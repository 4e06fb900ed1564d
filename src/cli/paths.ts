import { isAbsolute, join, resolve } from 'node:path';
import { ROOT } from '../package/root.ts';

export const TASKS = join(ROOT, 'tasks');
export const TEMPLATES = join(ROOT, 'templates');
export const RUNNERS = join(ROOT, 'runners');
export const AGENTS = join(ROOT, 'agents');

/** A run is a folder under ./runs, or wherever a path says. */
export function runPath(idOrPath: string): string {
  return isAbsolute(idOrPath) || idOrPath.includes('/') ? resolve(idOrPath) : resolve('runs', idOrPath);
}
