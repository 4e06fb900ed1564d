import type { LeanTrial, Usage } from './record.ts';

/** What a trial used to come to its submission: all of its candidates, and what picking one of them took. */
export function usageOfTrial({ submitted, candidates, charges }: LeanTrial): Usage | null {
  if (candidates.length === 0) return submitted?.usage ?? null;
  return [...candidates.map((candidate) => candidate.submitted), ...charges].map(({ usage }) => usage).reduce(add);
}

function add(a: Usage, b: Usage): Usage {
  const model = a.model && b.model ? addModel(a.model, b.model) : (a.model ?? b.model);
  return { turns: a.turns + b.turns, seconds: a.seconds + b.seconds, ...(model && { model }) };
}

type ModelUsage = NonNullable<Usage['model']>;

/** One price that isn't known makes the sum unknown. */
function addModel(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    input: a.input + b.input,
    cachedInput: a.cachedInput + b.cachedInput,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    output: a.output + b.output,
    ...((a.estimated ?? b.estimated) && { estimated: true }),
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
    ...union('withheld', a, b),
    ...union('passed', a, b),
    ...union('otherModels', a, b),
  };
}

function union<K extends 'withheld' | 'passed' | 'otherModels'>(key: K, a: ModelUsage, b: ModelUsage) {
  const all = [...new Set([...(a[key] ?? []), ...(b[key] ?? [])])];
  return all.length === 0 ? {} : { [key]: all };
}
