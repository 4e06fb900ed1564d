import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { GymkhanaError } from '../errors.ts';
import { writeDurably } from '../files.ts';
import { loadAtif } from '../interop/atif/load.ts';
import { loadTrials } from '../journal/read.ts';
import { isRun, loadRun, runFolder } from '../run/folder.ts';
import { countOf } from '../text/count.ts';
import { findTrial, type TrialPlace } from './find-trial.ts';
import { runPath } from './paths.ts';

type Options = { out?: string };

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write trajectories in a format of others: ATIF v1.7, as Harbor has it')
    .argument('<trial-or-run...>', 'trials as `gymkhana show` takes them; of a run all that ended')
    .addOption(new Option('--format <format>', 'the format').choices(['atif']).default('atif'))
    .option('--out <folder>', 'where <run>/<trial>/agent/trajectory.json go (default for one trial: printed)')
    .action(exportTrials);
}

async function exportTrials(wanted: string[], { out }: Options): Promise<void> {
  const found = (await Promise.all(wanted.map(placesOf))).flat();
  if (out === undefined && found.length !== 1) {
    const problem = `${countOf(found.length, 'trajectory', 'trajectories')} don't fit on one page`;
    throw new GymkhanaError({ code: 'USAGE', place: 'export', problem, fix: 'say where they go: --out FOLDER' });
  }
  for (const place of found) {
    const text = await render(place);
    if (out === undefined) process.stdout.write(text);
    else await keep(join(out, place.spec.id, place.id, 'agent', 'trajectory.json'), text);
  }
  if (out !== undefined) console.log(`${countOf(found.length, 'trajectory', 'trajectories')} in ${out}`);
}

type Loaded = Awaited<ReturnType<typeof loadRun>> & { trials: Awaited<ReturnType<typeof loadTrials>> };
type Place = Loaded & { id: string };

/** A trial, or those of a run that ended. */
async function placesOf(wanted: string): Promise<Place[]> {
  const path = runPath(wanted);
  if (!isRun(path)) {
    const { run, id } = await findTrial(wanted);
    return [{ ...(await load(run)), id }];
  }
  const loaded = await load(path);
  const ended = [...loaded.trials.values()].filter(({ submitted }) => submitted !== null);
  const left = loaded.trials.size - ended.length;
  if (left > 0) console.error(`${countOf(left, 'trial')} of ${loaded.spec.id} without a rollout that ended: left out`);
  return ended.map(({ trial }) => ({ ...loaded, id: trial }));
}

async function load(path: TrialPlace['run']): Promise<Loaded> {
  const run = await loadRun(path);
  return { ...run, trials: await loadTrials(runFolder(path).journal) };
}

async function render({ folder, spec, trials, id }: Place): Promise<string> {
  const state = trials.get(id);
  if (state) return `${JSON.stringify(await loadAtif(folder, spec, state), null, 2)}\n`;
  const problem = 'the journal of its run does not know this trial';
  const fix = '`gymkhana show RUN/` lists those that it knows';
  throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: folder.trial(id), problem, fix });
}

async function keep(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeDurably(file, text);
}
