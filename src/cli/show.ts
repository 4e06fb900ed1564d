import type { Command } from 'commander';
import { readReplay, renderComparison } from '../report/replay.ts';
import { readTrial, renderTrial } from '../report/trial.ts';
import { isRun, loadRun, runFolder } from '../run/folder.ts';
import { findTrial, type TrialPlace } from './find-trial.ts';

export function addShow(program: Command): void {
  program
    .command('show')
    .description('tell the story of a trial: its verdict and why, its sandbox, and every turn')
    .argument('<trial>', 'RUN/ID, or an ID alone where it is the only one; its beginning will do; or a path')
    .action(async (wanted: string) => {
      const place = await findTrial(wanted);
      const { journal, trial } = runFolder(place.run);
      process.stdout.write(renderTrial(await readTrial({ journal, folder: trial(place.id), id: place.id })));
      await showReplay(place);
    });
}

/** What a replay did otherwise, as long as what it replays is there. */
async function showReplay({ run, id }: TrialPlace): Promise<void> {
  const { folder, spec } = await loadRun(run);
  if (!spec.replay || !isRun(spec.replay.folder)) return;
  const { folder: path, mode } = spec.replay;
  const comparisons = await readReplay(folder, { recorded: runFolder(path), mode, only: id });
  process.stdout.write(`\n${comparisons.map(renderComparison).join('')}`);
}
