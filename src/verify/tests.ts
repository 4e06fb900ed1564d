import { isUtf8 } from 'node:buffer';
import { createHash, randomInt } from 'node:crypto';
import type { Score } from '../outcome/outcome.ts';
import type { Image, Layer, Sandbox, SandboxSpec, WorkspaceFile } from '../sandbox/contract.ts';
import { NODE_REPORTER_PATH, REPORT_PATH } from '../sandbox/contract.ts';
import type { HiddenFile } from '../task/hidden.ts';
import type { Task, TestsSpec } from '../task/task.ts';
import type { Change } from '../workspace/change.ts';
import type { RandomBelow, TestFile } from './canary/source-test.ts';
import { type Canary, canaryAssurance, canaryVerdict, placeCanaries } from './canary.ts';
import { type JudgedTest, judgeTests } from './policy.ts';
import { applyPolicy } from './protect.ts';
import { parseReport } from './reports/report.ts';
import { turnedVerdict, turnTests } from './turned.ts';

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
  /** Whether to add canaries; off where the harness itself asks what the tests say (derive). */
  canaries: boolean;
  signal: AbortSignal;
};

export type TestsResult = {
  score: Omit<Score, 'detail'>;
  detail: {
    exitCode: number | null;
    seconds: number;
    reason: string | null;
    tests: JudgedTest[];
    canaries: Canary[];
    /** Tests that ran once more with another expectation. */
    turned: string[];
    dropped: { path: string; reason: string }[];
    stdout: string;
    stderr: string;
  };
};

/**
 * Runs a task's hidden tests on a submission in a fresh sandbox of the pinned image: what of the submission the policy
 * admits is written in, then the hidden tests over it; the status is seen from outside and the report is read when
 * every process is dead. Nothing that is printed counts. What would score is run a second time, with other expectations
 * in some of the tests.
 */
export async function verifyTests(request: TestsRequest): Promise<TestsResult> {
  const { spec, submission, hidden, image } = request;
  const admitted = applyPolicy(submission, {
    paths: request.task.submit.paths,
    protect: spec.protect,
    hiddenTests: hidden.map(({ path }) => path),
  });
  const { files, canaries } = request.canaries ? withCanaries(hidden, spec) : { files: [...hidden], canaries: [] };
  const ran = await runTests(request, admitted, files);
  const { dropped } = admitted;
  const result = judge(spec, ran, { canaries, dropped, digest: digestOf(spec, hidden, image) });
  return request.canaries && result.score.value === 1 ? contradict(request, admitted, result) : result;
}

/**
 * A canary stands beside its original, so code in the test process may tell the two apart and spare it. Here the
 * original itself changes, canaries stand beside it as before, and nothing in the sandbox says which run this is.
 */
async function contradict(request: TestsRequest, admitted: Change, first: TestsResult): Promise<TestsResult> {
  const { spec, hidden, task } = request;
  const visible = new Set(task.devTests.failing);
  const unseen = new Set(spec.failToPass.filter((id) => !visible.has(id)));
  const { files, turned } = rewriteTexts(hidden, (texts) => turnTests(texts, spec.report, unseen, secretly));
  if (turned.length === 0) return first;
  const ran = await runTests(request, admitted, withCanaries(files, spec).files);
  const { tampered, reason } = turnedVerdict(parseReport(spec.report, ran.report), turned);
  const detail = { ...first.detail, turned };
  if (reason === undefined) return { ...first, detail };
  return { score: { ...first.score, value: 0, tampered, reason }, detail: { ...detail, reason } };
}

type Ran = {
  exitCode: number | null;
  seconds: number;
  stdout: string;
  stderr: string;
  report: Buffer | null;
};

async function runTests(request: TestsRequest, admitted: Change, tests: WorkspaceFile[]): Promise<Ran> {
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
const secretly: RandomBelow = (below) => randomInt(below);

function withCanaries(hidden: readonly HiddenFile[], spec: TestsSpec): { files: HiddenFile[]; canaries: Canary[] } {
  return rewriteTexts(hidden, (texts) => placeCanaries(texts, spec.report, secretly));
}

/** Files that aren't text stay as they are. */
function rewriteTexts<T extends { files: TestFile[] }>(
  hidden: readonly HiddenFile[],
  rewrite: (texts: TestFile[]) => T,
): Omit<T, 'files'> & { files: HiddenFile[] } {
  const texts = hidden.filter(({ content }) => isUtf8(content));
  const rewritten = rewrite(texts.map(({ path, content }) => ({ path, text: content.toString() })));
  const contents = new Map(rewritten.files.map((file) => [file.path, Buffer.from(file.text)]));
  const files = hidden.map((file) => ({ ...file, content: contents.get(file.path) ?? file.content }));
  return { ...rewritten, files };
}

function judge(
  spec: TestsSpec,
  ran: Ran,
  { canaries, dropped, digest }: { canaries: Canary[]; dropped: { path: string; reason: string }[]; digest: string },
): TestsResult {
  const report = parseReport(spec.report, ran.report);
  const judged = judgeTests(report, spec, ran.exitCode);
  const sung = canaryVerdict(report, canaries);
  const tampered = judged.tampered || sung.tampered;
  const reason = (sung.tampered ? sung.reason : judged.reason) ?? sung.reason ?? null;
  const { exitCode, seconds, stdout, stderr } = ran;
  return {
    score: {
      id: spec.id,
      kind: spec.kind,
      digest,
      value: tampered || reason !== null ? 0 : judged.value,
      ...(reason !== null && { reason }),
      tampered,
      assurance: canaryAssurance(canaries),
    },
    detail: { exitCode, seconds, reason, tests: judged.tests, canaries, turned: [], dropped, stdout, stderr },
  };
}

function digestOf(spec: TestsSpec, hidden: readonly HiddenFile[], image: Image): string {
  const hash = createHash('sha256').update(JSON.stringify([spec, image.id]));
  for (const { path, content } of hidden) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}
