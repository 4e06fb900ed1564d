import type { TrialSummary } from '../../../src/report/summarize.ts';

export function trial(part: Partial<TrialSummary>): TrialSummary {
  const base = { entry: 'a', agent: 'loop', model: null, maxTurns: 50, task: 't1' } as const;
  return { ...base, verdict: 'resolved', reward: 1, turns: 3, seconds: 10, ...part };
}
