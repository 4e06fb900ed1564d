import type { TestsSpec } from '../task/verifiers/tests.ts';
import { canaryVerdict } from './canary.ts';
import { type Evidence, type JudgedTest, judgeTests } from './policy.ts';
import type { TestReport } from './reports/result.ts';
import { isStaged, type Staging } from './staging.ts';
import { findTurned } from './turned.ts';

/** What one run said of what it had to. */
export type RunJudgement = {
  /** Everything that had to pass did, every canary and every turned test failed. */
  held: boolean;
  /** On proof that needs no other run. */
  tampered: boolean;
  /** A canary that passed beside its original: a contradiction of its own. */
  canary: string | null;
  reason: string | null;
  /** Turned tests that passed, where nothing else is amiss. */
  contradicted: string[];
  tests: JudgedTest[];
  turned: string[];
};

/** Compares a report with what a staging asks for. Pure. */
export function judgeRun(
  report: TestReport,
  { spec, staging, ...evidence }: { spec: TestsSpec; staging: Omit<Staging, 'files'> } & Evidence,
): RunJudgement {
  const turned = new Set(staging.turned.map(({ id }) => id));
  const canaries = new Set(staging.canaries.map(({ id }) => id));
  const asWritten = { ...spec, failToPass: spec.failToPass.filter((id) => !turned.has(id)) };
  const judged = judgeTests(report, asWritten, { ...evidence, mayBeRed: isStaged(staging) });
  const sung = canaryVerdict(report, staging.canaries, turned);
  const { passed, silent } = findTurned(report, staging.turned);
  const { tampered } = judged;
  const elsewhere = (sung.canary === null ? judged.reason : sung.reason) ?? sung.reason ?? expectsNothing(spec);
  const isAmiss = tampered || elsewhere !== null;
  const ofTurned = passed[0] !== undefined ? `${passed[0]} passed with another expectation` : silentReason(silent);
  return {
    held: !isAmiss && ofTurned === null,
    tampered,
    canary: sung.canary,
    reason: elsewhere ?? ofTurned,
    contradicted: isAmiss ? [] : passed,
    tests: judged.tests.filter(({ id }) => !turned.has(id) && !canaries.has(id)),
    turned: [...turned],
  };
}

function expectsNothing({ failToPass, passToPass }: TestsSpec): string | null {
  const count = failToPass.length + passToPass.length;
  return count > 0 ? null : 'the task expects no test: run `gymkhana task derive`';
}

function silentReason(silent: string | null): string | null {
  return silent === null ? null : `${silent} did not run with another expectation`;
}

/**
 * Whether the next run can still change anything: the one before held, or all that was wrong with it is that turned tests
 * passed, of which the next run may be the proof.
 */
export function needsNext({ held, contradicted }: RunJudgement): boolean {
  return held || contradicted.length > 0;
}

/** Something that passed in one run, or two, together with its contradiction: by id, with the reason. */
export type Contradictions = ReadonlyMap<string, string>;

/** What the runs of a verification say together. */
export type Agreement = {
  value: 0 | 1;
  tampered: boolean;
  reason: string | null;
  tests: JudgedTest[];
  contradictions: Contradictions;
};

/**
 * 1 only if every planned run held: then each turned test has been seen passing as it was written and failing with
 * another expectation. A contradiction (a canary that passes beside its original, a test that passes in one run as it was
 * written and in another with another expectation) fails the submission. It proves nothing yet: code that decides by
 * chance meets one now and then, and no other honest code.
 */
export function agree(runs: readonly RunJudgement[], planned: number): Agreement {
  const passedAsWritten = new Set(
    runs.flatMap(({ tests }) => tests.flatMap(({ id, status }) => (status === 'passed' ? [id] : []))),
  );
  const both = runs.flatMap(({ contradicted }) => contradicted).filter((id) => passedAsWritten.has(id));
  const contradictions = new Map([
    ...runs.flatMap(({ canary, reason }) => (canary === null ? [] : [[canary, reason ?? ''] as const])),
    ...both.map((id) => [id, `${id} passed, and with another expectation too`] as const),
  ]);
  const proof = runs.find(({ tampered }) => tampered);
  const [contradiction] = contradictions.values();
  const reason = proof?.reason ?? contradiction ?? runs.find(({ held }) => !held)?.reason ?? null;
  const value = runs.length === planned && runs.every(({ held }) => held) ? 1 : 0;
  return { value, tampered: proof !== undefined, reason, tests: mergeTests(runs), contradictions };
}

/** Those that are in each of some rounds of runs: what passes with its contradiction every time is no chance. */
export function everyTime(rounds: readonly Contradictions[]): Contradictions {
  const [first = new Map<string, string>(), ...others] = rounds;
  return new Map([...first].filter(([id]) => others.every((round) => round.has(id))));
}

/** Each test as it was in the run where nobody had turned it; the first run's, where there are several. */
function mergeTests(runs: readonly RunJudgement[]): JudgedTest[] {
  const merged = new Map<string, JudgedTest>();
  for (const test of runs.flatMap(({ tests }) => tests)) if (!merged.has(test.id)) merged.set(test.id, test);
  for (const id of runs.flatMap(({ turned }) => turned)) {
    if (!merged.has(id)) merged.set(id, { id, expected: 'failToPass', status: 'turned' });
  }
  return [...merged.values()];
}
