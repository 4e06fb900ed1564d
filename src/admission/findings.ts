import type { Problem } from '../errors.ts';
import type { TestsResult } from '../verify/tests.ts';
import type { VerifierResult } from '../verify/verifier.ts';
import { describeDropped, describeRun } from './explain-run.ts';

export function flakyProblem(place: string, which: 'hidden' | 'visible', ids: string[]): Problem {
  const [tests, them] = ids.length === 1 ? ['test does', 'it'] : ['tests do', 'them'];
  const problem = `${ids.length} ${which} ${tests} not say the same every time: ${ids.join(', ')}`;
  const derive = which === 'hidden' ? ', then `gymkhana task derive`' : '';
  return { code: 'TASK_FLAKY', place, problem, fix: `make ${them} deterministic${derive}` };
}

/** The reason, with what the command said first where it got no report out, and what of the gold never came to it. */
export function whyOf({ score, detail }: VerifierResult): string {
  const reason = score.reason ?? 'unresolved';
  if (score.kind !== 'tests') return reason;
  const run = detail as TestsResult['detail'];
  const isUntested = run.tests.every(({ status }) => status === 'missing');
  return [reason, isUntested && `the test command: ${describeRun(run)}`, describeDropped(run)]
    .filter(Boolean)
    .join('; ');
}
