import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package itself: bundled tasks, templates of tasks, images, runners and agents. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const TASKS = join(ROOT, 'tasks');
export const TEMPLATES = join(ROOT, 'templates');
export const IMAGES = join(ROOT, 'images');
export const RUNNERS = join(ROOT, 'runners');
export const AGENTS = join(ROOT, 'agents');

/** A run is a folder under ./runs, or wherever a path says. */
export function runPath(idOrPath: string): string {
  return isAbsolute(idOrPath) || idOrPath.includes('/') ? resolve(idOrPath) : resolve('runs', idOrPath);
}
