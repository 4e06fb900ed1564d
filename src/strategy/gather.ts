import type { Change } from '../workspace/change.ts';
import type { Bench } from './bench.ts';
import type { Candidate, Field, Visible } from './candidate.ts';
import { runTest, type WrittenTest } from './generated-test.ts';
import type { CandidateJudge, JudgedCandidate } from './judge.ts';
import { listVisible, runVisible } from './visible.ts';

/** A rollout that has submitted, as it is compared with others. */
export type Contender = JudgedCandidate & { change: Change; digest: string; spent: Spent };

/** What making it took. */
export type Spent = Required<Pick<Candidate, 'turns' | 'seconds' | 'tokens' | 'costUsd' | 'parents' | 'sampling'>>;

type Means = {
  bench: Bench;
  /** null where no tests are written. */
  tests: readonly WrittenTest[] | null;
  /** null where nobody judges. */
  judge: { ask: CandidateJudge; pairs: boolean } | null;
};

/**
 * All that rules may know of candidates: what the repository's tests and generated ones say, and what a judge does. What
 * runs is run once for equal patches.
 */
export async function gatherField(contenders: readonly Contender[], means: Means): Promise<Omit<Field, 'v' | 'tests'>> {
  const missing: string[] = [];
  const known = await listVisible(means.bench);
  const ran = new Map<string, Pick<Candidate, 'visible' | 'exitCodes'>>();
  const candidates: Candidate[] = [];
  for (const contender of contenders) {
    const { rollout, digest: patch } = contender;
    const results = ran.get(patch) ?? (await runAll(contender.change, { ...means, known }));
    ran.set(patch, results);
    const { value = null, reason = null, votes = null } = (await means.judge?.ask.judge(contender)) ?? {};
    if (reason !== null) missing.push(`the judge on candidate ${rollout}: ${reason}`);
    candidates.push({
      rollout,
      patch,
      patchLength: contender.patch.length,
      ...results,
      judged: value,
      votes,
      ...contender.spent,
    });
  }
  const compared = means.judge?.pairs ? await means.judge.ask.compare(contenders) : null;
  return { candidates, pairs: compared?.pairs ?? null, missing: [...missing, ...(compared?.reasons ?? [])] };
}

async function runAll(
  change: Change,
  { bench, tests, known }: Means & { known: ReadonlySet<string> },
): Promise<{ visible: Visible; exitCodes: Candidate['exitCodes'] }> {
  const visible = await runVisible(bench, change, known);
  if (tests === null) return { visible, exitCodes: null };
  const exitCodes: (number | null)[] = [];
  for (const { script, isKept } of tests) if (isKept && script) exitCodes.push(await runTest(bench, script, change));
  return { visible, exitCodes };
}
