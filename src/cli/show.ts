import { resolve } from 'node:path';
import type { Command } from 'commander';
import { isPending, verdictOf } from '../journal/fold.ts';
import { loadLeanTrials } from '../journal/read.ts';
import { readReplay, renderComparison } from '../report/replay.ts';
import { readTrial, renderTrial } from '../report/trial.ts';
import { isRun, loadRun, runFolder } from '../run/folder.ts';
import { findTrial, showTrial, type TrialPlace } from './find-trial.ts';
import { runPath } from './paths.ts';

export function addShow(program: Command): void {
  program
    .command('show')
    .description('tell the story of a trial: its verdict and why, its sandbox, and every turn; of a run, its trials')
    .argument('<trial>', 'RUN/ID, or an ID alone where it is the only one; its beginning will do; or a path; or RUN')
    .action(async (wanted: string) => {
      const run = [runPath(wanted.replace(/\/$/, '')), resolve(wanted)].find(isRun);
      if (run !== undefined) return listTrials(run);
      const place = await findTrial(wanted);
      const { journal, trial } = runFolder(place.run);
      process.stdout.write(renderTrial(await readTrial({ journal, folder: trial(place.id), id: place.id })));
      await showReplay(place);
    });
}

async function listTrials(run: string): Promise<void> {
  const trials = [...(await loadLeanTrials(runFolder(run).journal))];
  if (trials.length === 0) console.log('no trial of it was planned yet');
  const verdicts = trials.map(([, trial]) => verdictOf(trial) ?? (isPending(trial) ? 'pending' : 'none yet'));
  const width = Math.max(0, ...verdicts.map(({ length }) => length));
  for (const [at, [id]] of trials.entries()) console.log(`${verdicts[at]?.padEnd(width)}  ${showTrial({ run, id })}`);
}

/** What a replay did otherwise, as long as what it replays is there. */
async function showReplay({ run, id }: TrialPlace): Promise<void> {
  const { folder, spec } = await loadRun(run);
  if (!spec.replay || !isRun(spec.replay.folder)) return;
  const { folder: path, mode } = spec.replay;
  const comparisons = await readReplay(folder, { recorded: runFolder(path), mode, only: id });
  process.stdout.write(`\n${comparisons.map(renderComparison).join('')}`);
}
