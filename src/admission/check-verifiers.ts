import type { Problem } from '../errors.ts';
import { isSolved } from '../outcome/solved.ts';
import type { Task } from '../task/task.ts';
import type { VerifierSpec } from '../task/verifiers/kinds.ts';
import type { TestsSpec } from '../task/verifiers/tests.ts';
import type { VerifierResult } from '../verify/verifier.ts';
import { flakyProblem, whyOf } from './findings.ts';
import { flakyIds, observe, type Probe, runTests, runVerifier, sameRed, UNTOUCHED } from './observe.ts';

/**
 * How often the gold is scored as a submission is. Of two tests that depend on each other one is turned in a run where
 * the other is not once in two times, so they are missed once in eight.
 */
const SCORINGS = 3;

/** What one verifier said, each time: of an untouched workspace, of the gold, and of the gold scored as a submission is. */
type Look = { before: VerifierResult[]; after: VerifierResult[]; asScored: VerifierResult[]; flaky: Problem[] };

/** Whether all verifiers together tell the gold from an untouched workspace, every time. */
export async function checkVerifiers(probe: Probe): Promise<Problem[]> {
  const { task } = probe.prepared;
  const looks = await Promise.all(
    task.verify.map((spec) => (spec.kind === 'tests' ? lookAtTests(probe, spec) : lookAt(probe, spec))),
  );
  const flaky = looks.flatMap((look) => look.flaky);
  return flaky.length > 0 ? flaky : [...goldProblems(task, looks), ...noopProblems(task, looks)];
}

async function lookAtTests(probe: Probe, spec: TestsSpec): Promise<Look> {
  const { task, hidden, gold } = probe.prepared;
  const tests = hidden.tests.get(spec.id) ?? [];
  const [before, plain] = await Promise.all([
    observe(probe, spec, tests, UNTOUCHED),
    observe(probe, spec, tests, gold),
  ]);
  const goldRun = sameRed(plain.results);
  const scorings = Array.from({ length: scoringsOf(probe) }, () =>
    runTests(probe, spec, tests, gold, { canaries: true, goldRun }),
  );
  const [after, asScored] = await Promise.all([
    goldRun ? observe(probe, spec, tests, gold, goldRun) : plain,
    Promise.all(scorings),
  ]);
  const ids = [...new Set([...flakyIds(before.observations), ...flakyIds(after.observations)])].sort();
  const flaky = ids.length > 0 ? [flakyProblem(task.file, 'hidden', ids)] : [];
  return { before: before.results, after: after.results, asScored, flaky };
}

async function lookAt(probe: Probe, spec: VerifierSpec): Promise<Look> {
  const { task, gold } = probe.prepared;
  const often = (submission: typeof gold) =>
    Promise.all(Array.from({ length: probe.repeats }, () => runVerifier(probe, spec, submission)));
  const [before, after] = await Promise.all([often(UNTOUCHED), often(gold)]);
  const flaky = [before, after].flatMap((results): Problem[] => {
    const values = [...new Set(results.map(({ score }) => score.value))];
    if (values.length === 1) return [];
    const problem = `the verifier ${spec.id} does not say the same every time: ${values.join(', ')}`;
    return [{ code: 'TASK_FLAKY', place: task.file, problem, fix: 'make it deterministic' }];
  });
  return { before, after, asScored: after.slice(0, scoringsOf(probe)), flaky };
}

function scoringsOf({ repeats }: Probe): number {
  return Math.min(SCORINGS, repeats);
}

/** Hidden tests are derived from the gold: whatever else the reward needs, it has to pass them. */
function goldProblems(task: Task, looks: readonly Look[]): Problem[] {
  const fails = (round: VerifierResult[]): boolean =>
    saysSolved(task, round) === false || round.some(({ score }) => score.kind === 'tests' && score.value !== 1);
  const plain = roundsOf(looks, 'after').find(fails);
  const failing = plain ?? roundsOf(looks, 'asScored').find(fails);
  if (!failing) return [];
  const [code, place] = ['TASK_GOLD_FAILS' as const, task.file];
  if (plain) {
    const fix = 'mend the gold or the hidden tests, then `gymkhana task derive`';
    return [{ code, place, problem: `the gold does not resolve the task: ${whyOfAll(failing)}`, fix }];
  }
  const problem = `the gold does not resolve the task once some tests expect what is wrong: ${whyOfAll(failing)}`;
  return [{ code, place, problem, fix: 'let each hidden test run and judge alone, whatever another one left behind' }];
}

function noopProblems(task: Task, looks: readonly Look[]): Problem[] {
  if (!roundsOf(looks, 'before').some((round) => saysSolved(task, round) === true)) return [];
  const problem = 'an untouched workspace resolves the task';
  return [{ code: 'TASK_NOOP_PASSES', place: task.file, problem, fix: 'add a hidden test that fails before the gold' }];
}

/** What all verifiers said the first time, the second … */
function roundsOf(looks: readonly Look[], which: 'before' | 'after' | 'asScored'): VerifierResult[][] {
  return (looks[0]?.[which] ?? []).map((_, round) => looks.flatMap((look) => look[which][round] ?? []));
}

function saysSolved(task: Task, results: readonly VerifierResult[]): boolean | null {
  return isSolved(
    results.map(({ score }) => score),
    task,
  );
}

function whyOfAll(results: readonly VerifierResult[]): string {
  const short = results.filter(({ score }) => score.value !== 1 || score.tampered);
  if (results.length === 1) return short.map(whyOf).join('');
  return short.map((result) => `${result.score.id} is ${result.score.value}: ${whyOf(result)}`).join('; ');
}
