import type { Layer } from '../sandbox/contract.ts';
import type { VerifierResult } from '../verify/verifier.ts';

type Left = { path: string; reason: string };

const MAX_NAMED = 5;

/**
 * A result whose reason says what of the work was not tested, where it is not the best one: what could not be taken
 * along (`skipped` of the submission), and edits of the base's files that the verifier did not let in.
 */
export function sayLeftOut<Detail>(
  result: VerifierResult<Detail>,
  { skipped, manifest }: { skipped: readonly Left[]; manifest: Layer['manifest'] },
): VerifierResult<Detail> {
  const { score, detail } = result;
  if (score.value === 1 || score.tampered) return result;
  const { dropped = [] } = (detail ?? {}) as { dropped?: readonly Left[] };
  const left = [...skipped, ...dropped.filter(({ path }) => manifest.has(path))];
  if (left.length === 0) return result;
  const named = left.slice(0, MAX_NAMED).map(({ path, reason }) => (path === '' ? reason : `${path} (${reason})`));
  const more = left.length > MAX_NAMED ? ` and ${left.length - MAX_NAMED} more` : '';
  const said = `not tested, as it was left out: ${named.join(', ')}${more}`;
  return { detail, score: { ...score, reason: score.reason === undefined ? said : `${score.reason}; ${said}` } };
}
