import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { isFolder, isTaskFolder } from './find-tasks.ts';

/** Task folders whose path matches, sorted. Looks no deeper than the pattern can, and never into a task. */
export function expandGlob(pattern: string): string[] {
  const { base, glob } = picomatch.scan(pattern.replace(/\/+$/, ''));
  const matches = picomatch(glob);
  const depth = glob.includes('**') ? Number.POSITIVE_INFINITY : glob.split('/').length;
  return taskFolders(base || '.', '', depth)
    .filter((path) => matches(path))
    .map((path) => join(base, path));
}

function taskFolders(base: string, prefix: string, depth: number): string[] {
  if (depth === 0 || !isFolder(join(base, prefix))) return [];
  const entries = readdirSync(join(base, prefix), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = prefix + entry.name;
    if (isTaskFolder(join(base, path))) return [path];
    const isSkipped = !entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules';
    return isSkipped ? [] : taskFolders(base, `${path}/`, depth - 1);
  });
}
