import type { Outcome, Score } from './outcome.ts';

/**
 * The one function that turns scores into an outcome.
 *
 * Proof of tampering in any score decides, whatever the others say. Else the value of the verifier that `reward` names
 * is the reward, and resolved means that it reaches `resolvedAt`. Without that value there is no verdict, and `pending`
 * names it.
 */
export function combine(scores: readonly Score[], rule: { reward: string; resolvedAt: number }): Outcome {
  if (scores.some((score) => score.tampered)) return { verdict: 'tampered', reward: 0, pending: [] };
  const reward = scores.find((score) => score.id === rule.reward)?.value ?? null;
  if (reward === null) return { verdict: null, reward: null, pending: [rule.reward] };
  return { verdict: reward >= rule.resolvedAt ? 'resolved' : 'unresolved', reward, pending: [] };
}
