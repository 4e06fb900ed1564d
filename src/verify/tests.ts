import { createHash, randomInt } from 'node:crypto';
import type { Score } from '../outcome/outcome.ts';
import type { Image, Layer, Sandbox, SandboxSpec, WorkspaceFile } from '../sandbox/contract.ts';
import { NODE_REPORTER_PATH, REPORT_PATH } from '../sandbox/contract.ts';
import type { HiddenFile } from '../task/hidden.ts';
import type { Task, TestsSpec } from '../task/task.ts';
import type { Change } from '../workspace/change.ts';
import { agree, judgeRun, needsNext, type RunJudgement } from './agreement.ts';
import type { Canary } from './canary.ts';
import type { JudgedTest } from './policy.ts';
import { type Admitted, applyPolicy } from './protect.ts';
import { parseReport } from './reports/report.ts';
import { assuranceOf, asTheyAre, planStagings, type Staging } from './staging.ts';

/** Larger reports are refused: no test-suite of a task needs more. */
const MAX_REPORT_BYTES = 16 * 1024 * 1024;
const MAX_LOG_BYTES = 64 * 1024;

export type TestsRequest = {
  task: Task;
  spec: TestsSpec;
  hidden: readonly HiddenFile[];
  submission: Change;
  image: Image;
  layer: Layer;
  openSandbox(role: SandboxSpec['role']): Promise<Sandbox>;
  /** Whether to add canaries and turn tests; off where the harness itself asks what the tests say (derive). */
  canaries: boolean;
  signal: AbortSignal;
};

export type TestsResult = {
  score: Omit<Score, 'detail'>;
  detail: {
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
  };
};

/**
 * Runs a task's hidden tests on a submission in fresh sandboxes of the pinned image: what of the submission the policy
 * admits is written in, then the hidden tests over it; the status is seen from outside and the report is read when
 * every process is dead. Nothing that is printed counts. A submission scores when two runs both say what they have to,
 * in which different tests expect what is wrong; where the first does not, there is no second.
 */
export async function verifyTests(request: TestsRequest): Promise<TestsResult> {
  const { spec, submission, hidden, image, task } = request;
  const admitted = applyPolicy(submission, {
    paths: task.submit.paths,
    protect: spec.protect,
    hiddenTests: hidden.map(({ path }) => path),
    baseFiles: request.layer.manifest.keys(),
  });
  const stagings = request.canaries ? planStagings(hidden, { spec, task, random: secretly }) : asTheyAre(hidden);
  const runs: StagedRun[] = [];
  for (const staging of stagings) {
    const ran = await runTests(request, admitted, staging.files);
    const judgement = judgeRun(parseReport(spec.report, ran.report), { spec, staging, exitCode: ran.exitCode });
    runs.push({ staging, ran, judgement });
    if (!needsNext(judgement)) break;
  }
  return summarize(runs, { stagings, spec, admitted, digest: digestOf(spec, hidden, image) });
}

type StagedRun = { staging: Staging; ran: Ran; judgement: RunJudgement };

type Ran = {
  exitCode: number | null;
  seconds: number;
  stdout: string;
  stderr: string;
  report: Buffer | null;
};

async function runTests(request: TestsRequest, admitted: Change, tests: readonly WorkspaceFile[]): Promise<Ran> {
  const { spec, signal } = request;
  await using sandbox = await request.openSandbox('tests');
  signal.throwIfAborted();
  const stop = () => void sandbox.kill();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await sandbox.write({ files: [...admitted.files, ...tests], deleted: admitted.deleted });
    const startedMs = performance.now();
    const { exitCode, stdout, stderr } = await sandbox.exec(['sh', '-c', spec.command], {
      timeoutMs: spec.minutes * 60_000,
      maxOutputBytes: MAX_LOG_BYTES,
      env: { GYMKHANA_REPORT: REPORT_PATH, GYMKHANA_NODE_REPORTER: NODE_REPORTER_PATH },
    });
    const seconds = (performance.now() - startedMs) / 1000;
    signal.throwIfAborted();
    await sandbox.kill();
    const report = await sandbox.report(MAX_REPORT_BYTES);
    return { exitCode, seconds, stdout: stdout.toString(), stderr: stderr.toString(), report };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

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
  return {
    score: { id: spec.id, kind: spec.kind, digest, value, ...(reason !== null && { reason }), tampered, assurance },
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

function digestOf(spec: TestsSpec, hidden: readonly HiddenFile[], image: Image): string {
  const hash = createHash('sha256').update(JSON.stringify([spec, image.id]));
  for (const { path, content } of hidden) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}
