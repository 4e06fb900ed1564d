import type { TrialState } from '../journal/record.ts';

type Records = [TrialState['submitted'] | undefined, TrialState['scored'] | undefined];

/** How long each phase of a trial took; undefined where an older version ran it. */
export function secondsLine(...[submitted, scored]: Records): string | undefined {
  const phases = Object.entries({ ...submitted?.phases, ...scored?.phases });
  return phases.map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`).join(', ') || undefined;
}

/** How short of processors the machine was meanwhile. */
export function pressureLine(...[submitted, scored]: Records): string | undefined {
  const all = [
    ['rollout', submitted?.cpuPressure],
    ['verification', scored?.cpuPressure],
  ] as const;
  return all.flatMap(([name, seen]) => (seen ? `${name} ${describe(seen)}` : [])).join('; ') || undefined;
}

type Seen = NonNullable<NonNullable<TrialState['submitted']>['cpuPressure']>;

function describe(seen: Seen): string {
  if (seen.source === 'psi') return `${percent(seen.waiting)} of the time something waited for a core`;
  return `${percent(seen.steal)} stolen, ${percent(seen.busy)} busy, load ${seen.load.toFixed(2)} a core`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
