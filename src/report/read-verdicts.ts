import { basename, join } from 'node:path';
import { loadTrials } from '../journal/read.ts';
import type { TrialState } from '../journal/record.ts';
import type { Score } from '../outcome/outcome.ts';
import type { Runner } from '../run/runner.ts';
import { loadField } from '../strategy/candidate.ts';
import { countOf } from '../text/count.ts';
import { type Label, labelTrials } from './label-trials.ts';
import { countOnce } from './once.ts';
import { plannedTrials } from './planned.ts';
import type { RunSource } from './read-runs.ts';
import { candidateFacts, type Fact, pairComparisons } from './verifier/candidate-facts.ts';
import type { Comparison, Said, VerdictRow } from './verifier/row.ts';

type PlannedTrial = TrialState & { planned: NonNullable<TrialState['planned']> };
/** Scores that were given to the same submission. */
type ScoredSubmission = { rollout: number; scores: readonly Score[] };

/** Where the folder of a trial is, and how it was run, are asked of runs with a strategy. */
export type VerdictSource = RunSource & { trial(id: string): string; runner?: Pick<Runner, 'strategy' | 'judge'> };

type Found = { source: VerdictSource; run: string; trial: PlannedTrial; cluster: string | undefined };

type Options = {
  /** By people. Without them the hidden tests say what is correct. */
  labels?: readonly Label[] | undefined;
  say?: (note: string) => void;
};
export type Verdicts = { rows: VerdictRow[]; comparisons: Comparison[]; unlabelled: number; clustersGuessed: boolean };

/**
 * What each verifier said of each submission of some runs, from their folders alone. A trial that several of them hold
 * counts once; each candidate of a trial with several is a submission, and what was known of it a verifier. Errors
 * JOURNAL_CORRUPT, JOURNAL_INCOMPLETE, RUN_VERSION, LABELS_INVALID.
 */
export async function readVerdicts(runs: readonly VerdictSource[], { labels, say }: Options = {}): Promise<Verdicts> {
  const found = await findTrials(runs);
  const { trials, repeated } = countOnce(found);
  if (repeated > 0)
    say?.(
      `${countOf(repeated, 'trial stands', 'trials stand')} in several of these runs, as copies do, and count${repeated === 1 ? 's' : ''} once`,
    );
  const ungraded = trials.reduce((sum, { trial }) => sum + countUngraded(trial), 0);
  if (ungraded > 0)
    say?.(
      `${countOf(ungraded, 'candidate is', 'candidates are')} not graded, and the picked ones are first: ${RESUME}`,
    );
  const humans = labels && labelTrials(labels, trials);
  const rows: VerdictRow[] = [];
  const comparisons: Comparison[] = [];
  let unlabelled = 0;
  for (const one of trials) {
    const known = await readKnown(one);
    comparisons.push(...known.comparisons);
    for (const { rollout, scores } of submissionsOf(one.trial)) {
      const correct = humans ? correctByHumans(humans, one.trial, rollout) : correctByTests(scores);
      if (correct === null) {
        unlabelled += 1;
        continue;
      }
      // What says what is correct can't be measured by itself.
      const measured = scores.filter(({ kind }) => humans || kind !== 'tests').map(whatScoreSays);
      const facts = known.facts.filter((fact) => fact.rollout === rollout);
      for (const said of [...measured, ...facts]) rows.push({ ...placeOf(one), ...said, rollout, correct });
    }
  }
  return { rows, comparisons, unlabelled, clustersGuessed: found.some(({ cluster }) => cluster === undefined) };
}

const RESUME = '`gymkhana resume` the run, or what its rule likes counts for more';

async function findTrials(runs: readonly VerdictSource[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const source of runs) {
    const clusters = new Map(source.tasks?.map(({ id, facts }) => [id, facts?.repository]));
    for (const trial of plannedTrials(await loadTrials(source.journal), source)) {
      found.push({ source, run: basename(source.path), trial, cluster: clusters.get(trial.planned.task) });
    }
  }
  return found;
}

/** Of a trial whose pick is made. */
function countUngraded({ picked, candidates }: TrialState): number {
  return picked ? candidates.filter(({ scored }) => scored === null).length : 0;
}

/** The one place that knows where scores are kept: of a trial with several rollouts each has its own. */
function submissionsOf({ planned, scored, candidates }: PlannedTrial): ScoredSubmission[] {
  if (planned.candidates === undefined) return scored ? [{ rollout: scored.ids.rollout, scores: scored.scores }] : [];
  return candidates.flatMap(({ rollout, scored }) => (scored ? [{ rollout, scores: scored.scores }] : []));
}

/** What a strategy knew when it picked; nothing of trials without one. */
async function readKnown(one: Found): Promise<{ facts: Fact[]; comparisons: Comparison[] }> {
  const { source, run, trial } = one;
  if (!trial.picked) return { facts: [], comparisons: [] };
  const field = await loadField(join(source.trial(trial.trial), trial.picked.candidates));
  const { strategy, judge } = source.runner ?? {};
  const model = strategy?.judge?.model ?? judge?.model;
  const usage = trial.charges.find(({ key }) => key === 'judge')?.usage;
  const { cluster } = placeOf(one);
  const nameOf = (rollout: number) => `${run}/${trial.trial}#${rollout}`;
  return {
    facts: candidateFacts(field, { model, usage }),
    comparisons: pairComparisons(field, { model, cluster, nameOf }),
  };
}

/** A label of a trial is of its submission: of several candidates of the one that was picked. */
function correctByHumans(
  humans: ReadonlyMap<PlannedTrial, boolean>,
  trial: PlannedTrial,
  rollout: number,
): boolean | null {
  return trial.scored?.ids.rollout === rollout ? (humans.get(trial) ?? null) : null;
}

/** null: hidden tests gave no value, or there are none. */
function correctByTests(scores: readonly Score[]): boolean | null {
  const tests = scores.filter(({ kind }) => kind === 'tests');
  if (tests.length === 0 || tests.some(({ value, tampered }) => value === null && !tampered)) return null;
  return tests.every(({ value, tampered }) => value === 1 && !tampered);
}

function whatScoreSays({ id: verifier, kind, value, usage, model: judgeModel }: Score): Said {
  return { verifier, kind, value, ...(usage && { usage }), ...(judgeModel && { judgeModel }) };
}

function placeOf({ run, trial, cluster }: Found): Omit<VerdictRow, keyof Said | 'rollout' | 'correct'> {
  const { task, entry, model, attempt } = trial.planned;
  return { run, task, cluster: cluster ?? task, entry, model, attempt };
}
