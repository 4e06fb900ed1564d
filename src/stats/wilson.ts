import type { Interval } from './bootstrap.ts';
import { mean } from './mean.ts';
import { tQuantile } from './t-quantile.ts';

/** One task's mean, and what it shares with others: tasks of one repository are not independent. */
export type ClusteredValue = { value: number; cluster: string };

/** Wilson's interval of a share (1927), with `quantile` for the normal's. It has a width at 0 and at 1 too. */
export function wilson(share: number, size: number, quantile: number): Interval {
  const z2 = quantile ** 2 / size;
  const middle = share + z2 / 2;
  const half = quantile * Math.sqrt((share * (1 - share)) / size + z2 / (4 * size));
  const bounded = (value: number) => Math.min(1, Math.max(0, value / (1 + z2)));
  return { low: share === 0 ? 0 : bounded(middle - half), high: share === 1 ? 1 : bounded(middle + half) };
}

/**
 * The 95 % interval of a mean of values from 0 to 1, a value a task: Wilson's, with Student's t, as the variance is
 * guessed from n tasks. Where several tasks share a cluster, n is divided by the design effect, the variance over
 * clusters over that of independent tasks and at least 1, and t has G − 1 degrees of freedom. Tasks of a single cluster
 * stand for themselves: the interval then is of tasks like these, of this cluster alone. Equal values leave no variance to
 * guess a design effect from: it is 1 then. Several trials of a task make its mean surer, which is left out: too wide
 * rather than too narrow. Null below two tasks.
 */
export function intervalOfShare(values: readonly ClusteredValue[]): Interval | null {
  const count = values.length;
  const share = mean(values.map(({ value }) => value));
  if (share === null || count < 2) return null;
  const clusters = new Set(values.map(({ cluster }) => cluster)).size;
  if (clusters === count || clusters < 2) return wilson(share, count, tQuantile(0.975, count - 1));
  return wilson(share, count / designEffect(values, share, clusters), tQuantile(0.975, clusters - 1));
}

function designEffect(values: readonly ClusteredValue[], share: number, clusters: number): number {
  const count = values.length;
  const squares = values.reduce((sum, { value }) => sum + (value - share) ** 2, 0);
  if (squares === 0) return 1;
  const sums = new Map<string, number>();
  for (const { value, cluster } of values) sums.set(cluster, (sums.get(cluster) ?? 0) + value - share);
  const between = [...sums.values()].reduce((sum, own) => sum + own ** 2, 0);
  // Both without the 1 / n² that they share.
  return Math.max(1, ((clusters / (clusters - 1)) * between) / ((count / (count - 1)) * squares));
}
