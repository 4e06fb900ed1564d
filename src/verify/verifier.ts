import { createHash } from 'node:crypto';
import type { Score } from '../outcome/outcome.ts';
import type { Image, Layer, Sandbox, SandboxSpec } from '../sandbox/contract.ts';
import type { HiddenFile, HiddenParts } from '../task/hidden.ts';
import type { Task } from '../task/task.ts';
import type { VerifierSpec } from '../task/verifiers/kinds.ts';
import type { Change } from '../workspace/change.ts';
import type { Judging } from './judge/judging.ts';
import type { GoldRun } from './unexplained.ts';

/** What a verifier is given to come to its value. */
export type VerifyRequest<Spec extends VerifierSpec = VerifierSpec> = {
  task: Task;
  spec: Spec;
  /** Laid over the workspace after the submission. */
  hidden: readonly HiddenFile[];
  /** Hidden as well, and in no sandbox: by its key in task.yaml. */
  apart: HiddenParts;
  submission: Change;
  image: Image;
  layer: Layer;
  /** A fresh one each time; the verifier closes it. */
  openSandbox(role: SandboxSpec['role']): Promise<Sandbox>;
  /** How the gold's own runs ended, where no result explained their status. */
  goldRun?: GoldRun | undefined;
  /** How judges are asked; null where no model was named for them. */
  judging: Judging | null;
  signal: AbortSignal;
};

/** `detail` is kept as JSON beside the trial: the whole story, for people. */
export type VerifierResult<Detail = unknown> = { score: Omit<Score, 'detail'>; detail: Detail };

/**
 * Comes to a value in [0, 1], or to null with a reason where it can't be had (no model, a prover that gives up): that
 * never fails a trial. What the submission did wrong is a value of 0 with its reason. It throws only what the harness, an
 * engine or a provider did, and is tried again then.
 */
export type Verify<Spec extends VerifierSpec> = (request: VerifyRequest<Spec>) => Promise<VerifierResult>;

/** A score without its detail; nothing here can prove that anybody tampered. */
export function scoreOf(
  request: VerifyRequest,
  { value, reason, assurance }: { value: number | null; reason?: string | undefined; assurance: Score['assurance'] },
): VerifierResult['score'] {
  const { id, kind } = request.spec;
  return {
    id,
    kind,
    digest: digestOf(request),
    value,
    ...(reason !== undefined && { reason }),
    tampered: false,
    assurance,
  };
}

/** Of everything that decides a value. */
export function digestOf({
  spec,
  hidden,
  apart,
  image,
}: Pick<VerifyRequest, 'spec' | 'hidden' | 'apart' | 'image'>): string {
  const hash = createHash('sha256').update(JSON.stringify([spec, image.id]));
  const parts = Object.entries(apart).map(([path, content]) => ({ path, content }));
  for (const { path, content } of [...hidden, ...parts]) hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest('hex');
}
