import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../files.ts';
import { combine } from '../outcome/combine.ts';
import type { Outcome, Score } from '../outcome/outcome.ts';
import { currentOwner } from '../owner.ts';
import type { Resources, Sandbox, SandboxKind, SandboxSpec } from '../sandbox/contract.ts';
import type { Judging } from '../verify/judge/judging.ts';
import { verify } from '../verify/kinds.ts';
import type { VerifierResult } from '../verify/verifier.ts';
import type { Change, Submission } from '../workspace/change.ts';
import type { Ahead } from './ahead.ts';
import { sayLeftOut } from './left-out.ts';
import type { PreparedTask } from './prepared-task.ts';

/**
 * What an agent was given is what the tests are given as well, on top of its submission: 32 MiB in 20,000 files at most
 * (EXPORT_BUDGET), each rounded up to a page, the hidden tests, and 32 MiB of the base's protected files. So no submission can leave the tests without room.
 */
const SUBMISSION_MB = 160;

/** How the sandboxes of a verification are called, and what they may use beside what the submission takes. */
type Place = { name: string; resources: Resources };
type VerifyOptions = Place & {
  /** The sandboxes of the first verifier. */
  ahead?: Ahead | undefined;
  judging?: Judging | null;
  signal: AbortSignal;
};

export type Verification = { outcome: Outcome; results: VerifierResult[] };

/** A fresh sandbox for one run of a verifier's. */
export function openVerifierSandbox(
  kind: SandboxKind,
  { image, layer }: PreparedTask,
  { id, role, name, resources }: Place & { id: string; role: SandboxSpec['role'] },
): Promise<Sandbox> {
  const roomy = { ...resources, diskMb: resources.diskMb + SUBMISSION_MB };
  const owner = currentOwner();
  return kind.open({ name: `${name}-${id}`, image, layer, resources: roomy, role, owner, labels: {} });
}

/** Scores a submission with every verifier of its task, each in a sandbox of its own. */
export async function verifySubmission(
  kind: SandboxKind,
  prepared: PreparedTask,
  submission: Change & Partial<Pick<Submission, 'skipped'>>,
  { name, resources, ahead, judging = null, signal }: VerifyOptions,
): Promise<Verification> {
  const { task, hidden, image, layer, goldRuns } = prepared;
  const results: VerifierResult[] = [];
  for (const [at, spec] of task.verify.entries()) {
    const openSandbox = (role: SandboxSpec['role']) =>
      ahead && at === 0 && role === 'tests'
        ? ahead.take()
        : openVerifierSandbox(kind, prepared, { id: spec.id, role, name, resources });
    const files = { hidden: hidden.tests.get(spec.id) ?? [], apart: hidden.apart.get(spec.id) ?? {} };
    const goldRun = goldRuns?.[spec.id];
    const parts = { task, spec, ...files, submission, image, layer, openSandbox, goldRun, judging, signal };
    results.push(sayLeftOut(await verify(parts), { skipped: submission.skipped ?? [], manifest: layer.manifest }));
  }
  const scores = results.map(({ score }) => score);
  return { outcome: combine(scores, task), results };
}

/** Puts the whole story of each score on disk, in a folder of the trial, and says where. */
export async function keepScores(trialFolder: string, folder: string, results: VerifierResult[]): Promise<Score[]> {
  await mkdir(join(trialFolder, folder), { recursive: true });
  const scores: Score[] = [];
  for (const { score, detail } of results) {
    const file = join(folder, `${score.id}.json`);
    await writeDurably(join(trialFolder, file), `${JSON.stringify(detail, null, 1)}\n`);
    scores.push({ ...score, detail: file });
  }
  return scores;
}
