import type { Mutant } from '../mutation/mutant.ts';
import { isSolved } from '../outcome/solved.ts';
import type { TestsResult } from '../verify/tests.ts';
import type { VerifierResult } from '../verify/verifier.ts';
import type { GoldMutant } from './gold-mutants.ts';
import { mutateGold } from './gold-mutants.ts';
import { type Probe, runTests, runVerifier } from './observe.ts';
import { failedToBuild, findUnreadable } from './stillborn.ts';

/** The share of its gold's mutants that the hidden tests of a task have to catch. */
export const MIN_KILLED = 0.8;
/** A mutant may take so much longer than the gold; then it counts as killed, as one that never ends. */
const PATIENCE = { times: 4, seconds: 10 };

export type MutantsFound = {
  killed: Mutant[];
  survived: Mutant[];
  /** No programs at all, so that no test can take the credit: in neither list. */
  stillborn: Mutant[];
  /** Whether the gold itself resolves; without that the rest says nothing. */
  goldFails: boolean;
};

/**
 * Puts faults into the gold, one at a time, and runs the hidden tests on each: a task whose tests miss them would also
 * take wrong solutions for right ones (mutation testing; Jia and Harman 2011). At most `max` mutants, the same ones for
 * the same gold.
 */
export async function testMutants(probe: Probe, max: number): Promise<MutantsFound> {
  const { task, hidden, gold } = probe.prepared;
  const startedMs = performance.now();
  const healthy = await runVerifiers(probe, { change: gold });
  if (saysSolved(probe, healthy) === false) {
    return { killed: [], survived: [], stillborn: [], goldFails: true };
  }
  const mutants = mutateGold(gold, hidden.gold, { max, seed: task.id });
  const seconds = (performance.now() - startedMs) / 1000;
  const minutes = (seconds * PATIENCE.times + PATIENCE.seconds) / 60;
  const unreadable = await findUnreadable(probe, mutants);
  const fates = await Promise.all(
    mutants.map(async ({ mutant, change }) => {
      if (unreadable.has(mutant)) return { mutant, fate: 'stillborn' };
      return { mutant, fate: await tryMutant(probe, mutant, { change, minutes }) };
    }),
  );
  const ofFate = (wanted: string) => fates.filter(({ fate }) => fate === wanted).map(({ mutant }) => mutant);
  return { killed: ofFate('killed'), survived: ofFate('survived'), stillborn: ofFate('stillborn'), goldFails: false };
}

/** As often as the probe says, or until it did not survive. */
async function tryMutant(
  probe: Probe,
  mutant: Mutant,
  run: Parameters<typeof runVerifiers>[1],
): Promise<ReturnType<typeof fateOf>> {
  for (let left = probe.repeats; ; left -= 1) {
    const fate = fateOf(probe, mutant, await runVerifiers(probe, run));
    if (fate !== 'survived' || left <= 1) return fate;
  }
}

function fateOf(probe: Probe, mutant: Mutant, results: readonly VerifierResult[]): 'killed' | 'survived' | 'stillborn' {
  const ofTests = results.filter(({ score }) => score.kind === 'tests') as TestsResult[];
  if (failedToBuild(mutant, ofTests)) return 'stillborn';
  return saysSolved(probe, results) ? 'survived' : 'killed';
}

function saysSolved({ prepared: { task } }: Probe, results: readonly VerifierResult[]): boolean | null {
  return isSolved(
    results.map(({ score }) => score),
    task,
  );
}

/** Every verifier of the task, in `minutes` at most; tests without canaries, as nobody cheats here. */
function runVerifiers(
  probe: Probe,
  { change, minutes = Number.POSITIVE_INFINITY }: Pick<GoldMutant, 'change'> & { minutes?: number },
): Promise<VerifierResult[]> {
  const { task, hidden } = probe.prepared;
  return Promise.all(
    task.verify.map((spec) => {
      const hasty = 'minutes' in spec ? { ...spec, minutes: Math.min(spec.minutes, minutes) } : spec;
      if (hasty.kind !== 'tests') return runVerifier(probe, hasty, change);
      return runTests(probe, hasty, hidden.tests.get(spec.id) ?? [], change, { canaries: false });
    }),
  );
}
