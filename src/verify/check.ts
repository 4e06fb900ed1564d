import type { CheckSpec } from '../task/verifiers/check.ts';
import { admit } from './admit.ts';
import type { Admitted } from './protect.ts';
import { readProtected } from './protected-files.ts';
import { findRefused } from './refused-words.ts';
import { type Logged, logOf, type Ran, runCommand } from './run-command.ts';
import { tailOf } from './tail.ts';
import { scoreOf, type VerifierResult, type VerifyRequest } from './verifier.ts';

type Detail = {
  reason: string | null;
  /** `path:line word` of each word that was refused. */
  refused: string[];
  dropped: Admitted['dropped'];
} & Partial<Logged>;

/**
 * Runs a prover, a linter or a type checker on a submission. Its exit status, seen from outside, is the answer: pass, fail
 * or, where it can't tell, no value. What it prints counts for nothing. A word that the task refuses (a proof's `sorry`)
 * is looked for first, in what the submission brings: the command would let it pass.
 */
export async function verifyCheck(request: VerifyRequest<CheckSpec>): Promise<VerifierResult<Detail>> {
  const { spec, hidden } = request;
  const admitted = admit(request, spec.protect);
  const refused = spec.refuse ? await findRefused(admitted.files, spec.refuse) : [];
  if (refused.length > 0) {
    const reason = `${refused[0]} is refused${refused.length > 1 ? ` and ${refused.length - 1} more` : ''}`;
    return conclude(request, { value: 0, reason, refused, admitted });
  }
  const ran = await runCommand(request, {
    files: admitted.files,
    kept: await readProtected(request, spec.protect),
    hidden,
    deleted: admitted.deleted,
    command: spec.command,
    minutes: spec.minutes,
  });
  return conclude(request, { ...judge(ran, spec), ran, refused, admitted });
}

function judge({ exitCode, stdout, stderr }: Ran, { exitCodes }: CheckSpec): { value: number | null; reason?: string } {
  if (exitCode === null) return { value: 0, reason: 'the command ran out of time' };
  const reason = `the command exited with ${exitCode}${tailOf(stderr) || tailOf(stdout)}`;
  if (exitCodes.needsHuman.includes(exitCode)) return { value: null, reason: `needs_human: ${reason}` };
  return exitCodes.pass.includes(exitCode) ? { value: 1 } : { value: 0, reason };
}

type Found = { value: number | null; reason?: string; refused: string[]; admitted: Admitted; ran?: Ran };

function conclude(request: VerifyRequest<CheckSpec>, found: Found): VerifierResult<Detail> {
  const { value, reason, refused, admitted, ran } = found;
  return {
    // Provers, linters and type checkers run parts of what they read: tactics, plugins, configuration.
    score: scoreOf(request, { value, reason, assurance: 'in-process' }),
    detail: { reason: reason ?? null, refused, dropped: admitted.dropped, ...logOf(ran) },
  };
}
