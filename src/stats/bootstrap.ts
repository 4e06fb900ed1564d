import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { quantile7 } from './quantile.ts';

export type Interval = { low: number; high: number };

export type BootstrapOptions = {
  /** A 32-bit integer. The same values, in the same order, and seed give the same interval. */
  seed: number;
  resamples?: number;
  /** In (0, 1); default 0.95. */
  confidence?: number;
};

/**
 * The percentile bootstrap interval of the mean (Efron 1979), one value a task, quantiles of type 7.
 *
 * Null below two values: one task says nothing about how tasks differ, and resampling it would pretend certainty. When
 * all values are equal the interval has no width; that is the method's answer, and a reason to distrust it with few tasks.
 */
export function bootstrapMean(
  values: readonly number[],
  { seed, resamples = 10_000, confidence = 0.95 }: BootstrapOptions,
): Interval | null {
  const count = values.length;
  if (count < 2) return null;
  const drawn = Float64Array.from(values);
  const random = xoroshiro128plus(seed | 0);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    let sum = 0;
    for (let draw = 0; draw < count; draw += 2) {
      // 32 random bits, scaled, give an index and a fraction that gives a second one. Either favours an index by less
      // than count² / 2³², far below what any number of resamples could show.
      const scaled = ((random.next() >>> 0) / 2 ** 32) * count;
      const index = Math.floor(scaled);
      sum += drawn[index] as number;
      if (draw + 1 < count) sum += drawn[Math.floor((scaled - index) * count)] as number;
    }
    means[resample] = sum / count;
  }
  return percentileInterval(means, confidence);
}

/** The central interval of resampled estimates. Sorts them in place. */
export function percentileInterval(estimates: Float64Array, confidence: number): Interval {
  estimates.sort();
  const tail = (1 - confidence) / 2;
  return { low: quantile7(estimates, tail), high: quantile7(estimates, 1 - tail) };
}
