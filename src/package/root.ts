import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the package itself: bundled tasks, templates of tasks, images, prompts, runners and agents. Compiled,
 * and bundled too, this file lies two folders below it.
 */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const IMAGES = join(ROOT, 'images');
