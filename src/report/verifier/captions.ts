import { countOf } from '../../text/count.ts';
import type { VerifierCard, VerifierReport } from './schema.ts';

/** With fewer correct ones a TPR says little, with fewer wrong ones a TNR. */
const FEW = 10;
/** With fewer an interval rests on a variance that is hardly known. */
const FEW_CLUSTERS = 10;

/** What keeps a reader from believing a card. */
export function warningsOf({ rates, kind, unknownDifficulty, byDifficulty }: VerifierCard): string[] {
  const few = (n: number, what: string, rate: string) =>
    n < FEW ? [`only ${n} ${what}: its ${rate} is hardly known`] : [];
  const { clusters } = rates;
  const edge = rates.tpr.value === 1 || rates.tpr.value === 0 || rates.tnr.value === 1 || rates.tnr.value === 0;
  return [
    ...few(rates.correct, 'correct', 'TPR'),
    ...few(rates.wrong, 'wrong', 'TNR'),
    ...(clusters < 2 ? ['only one cluster: no intervals'] : []),
    ...(clusters >= 2 && clusters < FEW_CLUSTERS ? [`only ${clusters} clusters: intervals are rough`] : []),
    ...(edge && clusters >= 2 && clusters < rates.n
      ? ['a rate of 0 or 1: its interval takes submissions as independent']
      : []),
    ...(unknownDifficulty > 0
      ? [
          describeUnknown(
            unknownDifficulty,
            byDifficulty.every((bin) => bin.rates === null),
          ),
        ]
      : []),
    ...(kind === 'tests' ? ['hidden tests are measured here: people made the labels'] : []),
  ];
}

function describeUnknown(n: number, isAll: boolean): string {
  return `${isAll ? 'all' : n} verdicts are of tasks that no other entry tried: their difficulty is not known`;
}

/** What a statistician needs to read the numbers. */
export function captionsOf(report: VerifierReport): string[] {
  const { unlabelled, clustersGuessed } = report;
  return [
    `${describeThresholds(report)} TPR: share of the correct accepted; TNR: share of the wrong rejected; gain: precision − p.`,
    `${describeDifficulty(report)} Tasks of one repository are one cluster.`,
    'Intervals, 95 %: shares by Clopper and Pearson on the effective sample size of Korn and Graubard (1998), design effect ≥ 1, t with G − 1 degrees of freedom; sums and differences by MOVER (Zou and Donner 2008); κ and preferences by a jackknife over clusters.',
    ...(clustersGuessed
      ? ['Runs of an earlier version do not say of which repository a task is: there each is a cluster.']
      : []),
    ...(unlabelled > 0
      ? [`${countOf(unlabelled, 'submission has', 'submissions have')} scores and no label, and no place in a card.`]
      : []),
  ];
}

function describeThresholds({ threshold, cards }: VerifierReport): string {
  const others = cards.filter((card) => card.threshold !== threshold);
  const exceptions = others.map((card) => `, of ${card.verifier} ${card.threshold}`);
  return `A value of ${threshold} or more accepts${exceptions.join('')}.`;
}

function describeDifficulty({ cards }: VerifierReport): string {
  const isKnown = cards.some(({ byDifficulty }) => byDifficulty.some(({ rates }) => rates !== null));
  if (isKnown || cards.every(({ unknownDifficulty }) => unknownDifficulty === 0))
    return 'Pass rate: of the task, by the other entries.';
  return 'Nothing is said by difficulty: that is the pass rate of the other entries, and no task here was tried by two entries. Sampling takes all tasks to be alike.';
}
