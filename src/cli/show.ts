import type { Command } from 'commander';
import { readTrial, renderTrial } from '../report/trial.ts';
import { runFolder } from '../run/folder.ts';
import { findTrial } from './find-trial.ts';

export function addShow(program: Command): void {
  program
    .command('show')
    .description('tell the story of a trial: its verdict and why, its sandbox, and every turn')
    .argument('<trial>', 'RUN/ID, or an ID alone where it is the only one; its beginning will do; or a path')
    .action(async (wanted: string) => {
      const { run, id } = await findTrial(wanted);
      const { journal, trial } = runFolder(run);
      process.stdout.write(renderTrial(await readTrial({ journal, folder: trial(id), id })));
    });
}
