import { randomInt } from 'node:crypto';
import type { TestsSpec } from '../task/verifiers/tests.ts';
import { admit } from './admit.ts';
import { agree, judgeRun, needsNext, type RunJudgement } from './agreement.ts';
import type { Canary } from './canary.ts';
import type { JudgedTest } from './policy.ts';
import type { Admitted } from './protect.ts';
import { parseReport } from './reports/report.ts';
import { type Ran, runCommand } from './run-command.ts';
import { assuranceOf, asTheyAre, planStagings, type Staging, watchedBy } from './staging.ts';
import { digestOf, type VerifierResult, type VerifyRequest } from './verifier.ts';

/**
 * `canaries`: whether to add them and turn tests, as is done for every score; off where the harness itself asks what the
 * tests say (derive).
 */
export type TestsRequest = VerifyRequest<TestsSpec> & { canaries?: boolean };

export type TestsResult = VerifierResult<{
  /** Of the last run, as are stdout and stderr. */
  exitCode: number | null;
  /** Of all runs together. */
  seconds: number;
  reason: string | null;
  /** Each as it was written, from the run that had it so. */
  tests: JudgedTest[];
  /** Of each run, in order. */
  runs: { canaries: Canary[]; turned: string[]; reason: string | null }[];
  dropped: { path: string; reason: string }[];
  stdout: string;
  stderr: string;
}>;

/**
 * Runs a task's hidden tests on a submission in fresh sandboxes of the pinned image: what of the submission the policy
 * admits is written in, then the hidden tests over it; the status is seen from outside and the report is read when
 * every process is dead. Nothing that is printed counts. A submission scores when two runs both say what they have to,
 * in which different tests expect what is wrong; where the first does not, there is no second.
 */
export async function verifyTests(request: TestsRequest): Promise<TestsResult> {
  const { spec, hidden, task, canaries = true } = request;
  const admitted = admit(request, spec.protect);
  const stagings = canaries ? planStagings(hidden, { spec, task, random: secretly }) : asTheyAre(hidden);
  const runs: StagedRun[] = [];
  for (const staging of stagings) {
    const ran = await runCommand(request, {
      files: admitted.files,
      hidden: staging.files,
      deleted: admitted.deleted,
      command: spec.command,
      minutes: spec.minutes,
    });
    const judgement = judgeRun(parseReport(spec.report, ran.report), { spec, staging, exitCode: ran.exitCode });
    runs.push({ staging, ran, judgement });
    if (!needsNext(judgement)) break;
  }
  return summarize(runs, { stagings, spec, admitted, digest: digestOf(request) });
}

type StagedRun = { staging: Staging; ran: Ran; judgement: RunJudgement };

/** Fresh each time: nobody can have seen them before. */
const secretly = (below: number): number => randomInt(below);

function summarize(
  runs: readonly StagedRun[],
  {
    stagings,
    spec,
    admitted,
    digest,
  }: { stagings: readonly Staging[]; spec: TestsSpec; admitted: Admitted; digest: string },
): TestsResult {
  const { value, tampered, reason, tests } = agree(
    runs.map(({ judgement }) => judgement),
    stagings.length,
  );
  const { exitCode = null, stdout = '', stderr = '' } = runs.at(-1)?.ran ?? {};
  const assurance = assuranceOf(stagings);
  const watched = watchedBy(stagings, spec);
  const { id, kind } = spec;
  return {
    score: { id, kind, digest, value, ...(reason !== null && { reason }), tampered, assurance, watched },
    detail: {
      exitCode,
      seconds: runs.reduce((sum, { ran }) => sum + ran.seconds, 0),
      reason,
      tests,
      runs: runs.map(({ staging, judgement }) => ({
        canaries: staging.canaries,
        turned: judgement.turned,
        reason: judgement.reason,
      })),
      dropped: admitted.dropped,
      stdout,
      stderr,
    },
  };
}
