import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GymkhanaError } from '../errors.ts';

/** Looks through every run under ./runs. Errors TRIAL_NOT_FOUND when none or more than one fits. */
export async function findTrial(wanted: string): Promise<{ run: string; id: string }> {
  if (wanted.includes('/')) {
    const folder = resolve(wanted);
    if (existsSync(folder)) return { run: join(folder, '..', '..'), id: folder.split('/').at(-1) ?? '' };
  }
  const found: { run: string; id: string }[] = [];
  for (const run of await namesIn('runs')) {
    for (const id of await namesIn(join('runs', run, 'trials'))) {
      if (id.startsWith(wanted)) found.push({ run: resolve('runs', run), id });
    }
  }
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  const problem = only ? `${found.length} trials begin so` : 'no trial under runs/ begins so';
  const fix = only
    ? `say which: ${found
        .slice(0, 4)
        .map(({ run, id }) => join(run, 'trials', id))
        .join(', ')}`
    : 'the folders of runs/<run>/trials have the ids';
  throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: wanted, problem, fix });
}

async function namesIn(folder: string): Promise<string[]> {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? (await readdir(folder)).sort() : [];
}
