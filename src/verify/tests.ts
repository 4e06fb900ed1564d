import { randomInt } from 'node:crypto';
import type { WorkspaceFile } from '../sandbox/contract.ts';
import type { TestsSpec } from '../task/verifiers/tests.ts';
import { admit } from './admit.ts';
import { type Agreement, agree, everyTime, judgeRun, needsNext, type RunJudgement } from './agreement.ts';
import type { Canary } from './canary.ts';
import type { JudgedTest } from './policy.ts';
import type { Admitted } from './protect.ts';
import { readProtected } from './protected-files.ts';
import { parseReport } from './reports/report.ts';
import { type Ran, runCommand } from './run-command.ts';
import { assuranceOf, asTheyAre, isStaged, planStagings, type Staging, watchedBy } from './staging.ts';
import { tailOf } from './tail.ts';
import { type GoldRun, redOf } from './unexplained.ts';
import { digestOf, type VerifierResult, type VerifyRequest } from './verifier.ts';

/**
 * `canaries`: whether to add them and turn tests, as is done for every score; off where the harness itself asks what the
 * tests say (derive).
 */
export type TestsRequest = VerifyRequest<TestsSpec> & { canaries?: boolean };

export type TestsResult = VerifierResult<{
  /** Of the last run, as are stdout and stderr: where all held, the one without canaries. */
  exitCode: number | null;
  /** Of all runs together. */
  seconds: number;
  reason: string | null;
  /** Each as it was written, from the run that had it so. */
  tests: JudgedTest[];
  /** Of each run, in order. */
  runs: {
    canaries: Canary[];
    turned: string[];
    reason: string | null;
    exitCode: number | null;
    /** Where the run was red and no result explained it: what its totals counted. */
    unexplained?: string[];
  }[];
  dropped: { path: string; reason: string }[];
  stdout: string;
  stderr: string;
}>;

/** How often the runs are made where they contradict each other: code that decides by chance does not do so every time. */
const ROUNDS = 3;

/**
 * Runs a task's hidden tests on a submission in fresh sandboxes of the pinned image: what of the submission the policy
 * admits is written in, then the hidden tests over it; the status is seen from outside and the report is read when
 * every process is dead. Nothing that is printed counts. A submission scores when two runs both say what they have to,
 * in which different tests expect what is wrong; where the first does not, there is no second. Those runs are red by
 * themselves, which would explain any exit status: so the tests run once more just as they are, and that run has to hold
 * too. Where something passes together with its contradiction all runs are made again, and it is `tampered` where that is
 * so every time.
 */
export async function verifyTests(request: TestsRequest): Promise<TestsResult> {
  const { spec, hidden, task, canaries = true } = request;
  const admitted = admit(request, spec.protect);
  const stagings = canaries ? planStagings(hidden, { spec, task, random: secretly }) : asTheyAre(hidden);
  const [plain] = asTheyAre(hidden);
  const submitted = { ...admitted, kept: await readProtected(request, spec.protect) };
  const runs: StagedRun[] = [];
  for (const staging of stagings) {
    const run = await runStaging(request, submitted, staging);
    runs.push(run);
    if (!needsNext(run.judgement)) break;
  }
  const agreement = agreementOf(runs, stagings.length);
  const runPlain = async () => {
    const run = await runStaging(request, submitted, plain);
    runs.push(run);
    return run.judgement;
  };
  const settled = await settle(agreement, {
    isStaged: stagings.some(isStaged),
    runAgain: () => runAll(request, submitted, stagings),
    runPlain,
  });
  return summarize(runs, settled, { stagings, spec, admitted, digest: digestOf(request) });
}

type Submitted = Pick<Admitted, 'files' | 'deleted'> & { kept: readonly WorkspaceFile[] };

/** One after the other: the sandboxes of a verifier share a name. */
async function runAll(request: TestsRequest, submitted: Submitted, stagings: readonly Staging[]): Promise<StagedRun[]> {
  const runs: StagedRun[] = [];
  for (const staging of stagings) runs.push(await runStaging(request, submitted, staging));
  return runs;
}

async function runStaging(request: TestsRequest, submitted: Submitted, staging: Staging): Promise<StagedRun> {
  const { spec, hidden, goldRun } = request;
  const ran = await runCommand(request, {
    files: submitted.files,
    kept: submitted.kept,
    hidden: staging.files,
    deleted: submitted.deleted,
    command: spec.command,
    minutes: spec.minutes,
  });
  const report = parseReport(spec.report, ran.report);
  const hiddenPaths = hidden.map(({ path }) => path);
  const judgement = judgeRun(report, { spec, staging, exitCode: ran.exitCode, hiddenPaths, goldRun });
  const red = report.kind === 'ok' && ran.exitCode !== null ? redOf(report, spec, ran.exitCode) : null;
  return { staging, ran, judgement, red };
}

type Rest = { isStaged: boolean; runAgain(): Promise<StagedRun[]>; runPlain(): Promise<RunJudgement> };

/** What the runs that were staged need to be settled: proof of a contradiction, or a run without anything staged. */
async function settle(agreement: Agreement, { isStaged, runAgain, runPlain }: Rest): Promise<Agreement> {
  if (agreement.contradictions.size > 0 && !agreement.tampered) return confirm(agreement, runAgain);
  if (agreement.value === 0 || !isStaged) return agreement;
  const { held, tampered, reason } = await runPlain();
  return held ? agreement : { ...agreement, value: 0, tampered, reason };
}

/** Whether what contradicts itself does so every time. */
async function confirm(agreement: Agreement, runAgain: () => Promise<StagedRun[]>): Promise<Agreement> {
  const rounds = [agreement.contradictions];
  while (rounds.length < ROUNDS && everyTime(rounds).size > 0) {
    const runs = await runAgain();
    rounds.push(agreementOf(runs, runs.length).contradictions);
  }
  const [reason] = everyTime(rounds).values();
  if (reason !== undefined) return { ...agreement, tampered: true, reason };
  return { ...agreement, reason: `${agreement.reason}, but not every time: what the code does is left to chance` };
}

function agreementOf(runs: readonly StagedRun[], planned: number): Agreement {
  return agree(
    runs.map(({ judgement }) => judgement),
    planned,
  );
}

type StagedRun = { staging: Staging; ran: Ran; judgement: RunJudgement; red: GoldRun | null };

/** Fresh each time: nobody can have seen them before. */
const secretly = (below: number): number => randomInt(below);

function summarize(
  runs: readonly StagedRun[],
  { value, tampered, reason: why, tests }: Agreement,
  {
    stagings,
    spec,
    admitted,
    digest,
  }: { stagings: readonly Staging[]; spec: TestsSpec; admitted: Admitted; digest: string },
): TestsResult {
  const { exitCode = null, stdout = '', stderr = '' } = runs.at(-1)?.ran ?? {};
  const reason = why && didNotRun(tests) ? `${why}${tailOf(stderr.trim() ? stderr : stdout)}` : why;
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
      runs: runs.map(({ staging, judgement, ran, red }) => ({
        canaries: staging.canaries,
        turned: judgement.turned,
        reason: judgement.reason,
        exitCode: ran.exitCode,
        ...(red && { unexplained: red.unexplained }),
      })),
      dropped: admitted.dropped,
      stdout,
      stderr,
    },
  };
}

/** A build or an import that failed: what it printed says more than a list of missing tests. */
function didNotRun(tests: readonly JudgedTest[]): boolean {
  const expected = tests.filter(({ expected }) => expected !== 'unexpected');
  return expected.length > 0 && expected.every(({ status }) => status === 'missing' || status === 'turned');
}
