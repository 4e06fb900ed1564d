import { stringify } from 'yaml';
import type { TrialPlan } from './plan.ts';
import type { RunSpec } from './spec.ts';

/** What a run would do, with every default resolved: YAML, for people and scripts. Pure. */
export function renderPlan(spec: RunSpec, plans: readonly TrialPlan[]): string {
  const trials = plans.map(({ id, limits, resources, seed }) => ({ id, seed, limits, resources }));
  return stringify({ ...spec, trials }, { lineWidth: 0, aliasDuplicateObjects: false });
}
