import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { GymkhanaError } from '../errors.ts';
import { foldJournal } from '../journal/fold.ts';
import { readJournal } from '../journal/read.ts';
import { isRun, loadRun, runFolder } from '../run/folder.ts';
import { runPath } from './paths.ts';

export type TrialPlace = { run: string; id: string };

/** Of several that fit. */
const MAX_SHOWN = 6;

/**
 * The trial that is meant by `<run>/<beginning of its id>`, by such a beginning alone among all runs under ./runs, or by
 * the path of its folder. Errors RUN_NOT_FOUND, TRIAL_NOT_FOUND, and TRIAL_AMBIGUOUS with what else to say.
 */
export async function findTrial(wanted: string): Promise<TrialPlace> {
  const path = resolve(wanted);
  if (wanted.includes('/') && basename(dirname(path)) === 'trials' && existsSync(path)) {
    return { run: resolve(path, '../..'), id: basename(path) };
  }
  const found = await candidates(wanted);
  const [only, ...more] = found;
  if (only && more.length === 0) return only;
  if (only) {
    const problem = `${found.length} trials begin so`;
    throw new GymkhanaError({ code: 'TRIAL_AMBIGUOUS', place: wanted, problem, fix: `say which: ${list(found)}` });
  }
  const [run = path] = [runPath(wanted), path].filter(isRun);
  if (!isRun(run)) throw await notFound(wanted);
  const problem = 'is a run, not a trial';
  const trials = await trialsOf(run);
  const fix = trials.length > 0 ? `name one of its trials: ${list(trials)}` : 'it has no trials yet';
  throw new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: wanted, problem, fix });
}

/** A trial as `gymkhana show` finds it from here. */
export function showTrial({ run, id }: TrialPlace): string {
  if (dirname(run) === resolve('runs')) return `${basename(run)}/${id}`;
  return join(relative(process.cwd(), run) || run, 'trials', id);
}

async function candidates(wanted: string): Promise<TrialPlace[]> {
  const [, before, beginning = wanted] = /^(.*)\/([^/]*)$/s.exec(wanted) ?? [];
  if (before === undefined) {
    const all = await Promise.all((await namesIn('runs')).map((run) => begunTrialsOf(resolve('runs', run))));
    return all.flat().filter(({ id }) => id.startsWith(beginning));
  }
  const [run] = [runPath(before), resolve(before), resolve(before, '..')].filter(isRun);
  return run === undefined ? [] : (await trialsOf(run)).filter(({ id }) => id.startsWith(beginning));
}

/** Every trial that a run knows of, begun or not. */
async function trialsOf(run: string): Promise<TrialPlace[]> {
  return [...foldJournal(await readJournal(runFolder(run).journal)).keys()].map((id) => ({ run, id }));
}

/** Without reading a journal: another run's may be long, or damaged. */
async function begunTrialsOf(run: string): Promise<TrialPlace[]> {
  return (await namesIn(join(run, 'trials'))).map((id) => ({ run, id }));
}

async function notFound(wanted: string): Promise<GymkhanaError> {
  const [, run] = /^([^/]+)\//.exec(wanted) ?? [];
  if (run !== undefined && !isRun(runPath(run)) && !existsSync(run)) await loadRun(runPath(run));
  const problem = run === undefined ? 'no trial under runs/ begins so' : `no trial of ${run} begins so`;
  const runs = (await namesIn('runs')).filter((name) => isRun(resolve('runs', name)));
  const fix =
    runs.length > 0
      ? `\`gymkhana show RUN/\` lists the trials of a run; the runs are ${shorten(runs)}`
      : 'there is no run here; start one with `gymkhana run`';
  return new GymkhanaError({ code: 'TRIAL_NOT_FOUND', place: wanted, problem, fix });
}

function list(trials: readonly TrialPlace[]): string {
  return shorten(trials.map(showTrial));
}

function shorten(names: readonly string[]): string {
  const shown = names.slice(0, MAX_SHOWN).join(', ');
  return names.length > MAX_SHOWN ? `${shown} and ${names.length - MAX_SHOWN} more` : shown;
}

async function namesIn(folder: string): Promise<string[]> {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? (await readdir(folder)).sort() : [];
}
