import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { GymkhanaError } from '../errors.ts';
import { readTrial, renderTrial } from '../report/trial.ts';
import { runFolder } from '../run/folder.ts';

export function addShow(program: Command): void {
  program
    .command('show')
    .description('tell the story of a trial: its verdict and why, its sandbox, and every turn')
    .argument('<trial>', 'the id of a trial or its beginning, or a path to its folder')
    .action(async (wanted: string) => {
      const { run, id } = await findTrial(wanted);
      const { journal, trial } = runFolder(run);
      process.stdout.write(renderTrial(await readTrial({ journal, folder: trial(id), id })));
    });
}

/** Looks through every run under ./runs. Errors TRIAL_NOT_FOUND when none or more than one fits. */
async function findTrial(wanted: string): Promise<{ run: string; id: string }> {
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
