import { isDone } from '../journal/fold.ts';
import type { LeanTrial } from '../journal/record.ts';

/**
 * Each trial once, although copies of a run, or links to it, bring it again: the same trial is one whose plan was
 * journalled at the same moment. Of several copies the first that is done counts, else the first. Also how many trials
 * were brought again. Pure.
 */
export function countOnce<Found extends { trial: LeanTrial }>(
  found: readonly Found[],
): { trials: Found[]; repeated: number } {
  const kept = new Map<string, Found>();
  const again = new Set<string>();
  for (const one of found) {
    const key = JSON.stringify([one.trial.trial, one.trial.planned?.at]);
    const before = kept.get(key);
    if (before !== undefined) again.add(key);
    if (before === undefined || (!isDone(before.trial) && isDone(one.trial))) kept.set(key, one);
  }
  return { trials: [...kept.values()], repeated: again.size };
}
