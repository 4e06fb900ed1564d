import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bootstrapMean, percentileInterval } from '../../../src/stats/bootstrap.ts';
import { groupMeans, mean, meanOfTaskMeans } from '../../../src/stats/mean.ts';
import { quantile7 } from '../../../src/stats/quantile.ts';

const golden = JSON.parse(readFileSync(new URL('../../fixtures/refs/bootstrap.json', import.meta.url), 'utf8')) as {
  input: { x: number[]; indices: number[][] };
  expected: { means: number[]; q025: number; q975: number };
};

test('means and the percentile step match the golden numbers', () => {
  const { x } = golden.input;
  const means = golden.input.indices.map((indices) => mean(indices.map((index) => x[index] as number)) as number);
  expect(means).toEqual(golden.expected.means);
  const { low, high } = percentileInterval(Float64Array.from(means), 0.95);
  expect(low).toBeCloseTo(golden.expected.q025, 12);
  expect(high).toBeCloseTo(golden.expected.q975, 12);
});

test('quantile7 interpolates between order statistics', () => {
  expect(quantile7([1, 2, 3, 4], 0.4)).toBeCloseTo(2.2, 12);
  expect(quantile7([5], 0.975)).toBe(5);
  expect(quantile7([1, 9], 1)).toBe(9);
  expect(() => quantile7([], 0.5)).toThrow(RangeError);
  expect(() => quantile7([1], Number.NaN)).toThrow(RangeError);
});

test('the interval is near the normal one, holds the mean and depends only on values and seed', () => {
  const values = Array.from({ length: 200 }, (_, index) => (index % 4 === 0 ? 1 : 0));
  const first = bootstrapMean(values, { seed: 7 });
  expect(first).toEqual(bootstrapMean(values, { seed: 7 }));
  const uneven = values.map((value, index) => value + index / 1000);
  expect(bootstrapMean(uneven, { seed: 7 })).not.toEqual(bootstrapMean(uneven, { seed: 8 }));
  // 0.25 ± 1.96 · √(0.25 · 0.75 / 200)
  expect(first?.low).toBeGreaterThan(0.175);
  expect(first?.low).toBeLessThan(0.205);
  expect(first?.high).toBeGreaterThan(0.295);
  expect(first?.high).toBeLessThan(0.325);
  const narrower = bootstrapMean(values, { seed: 7, confidence: 0.5 });
  expect(narrower?.high).toBeLessThan(first?.high ?? 0);
});

test('every value is drawn equally often', () => {
  const resamples = 40_000;
  for (const count of [5, 6]) {
    for (let index = 0; index < count; index += 1) {
      const marked = Array.from({ length: count }, (_, at) => (at === index ? 1 : 0));
      const never = bootstrapMean(marked, { seed: 11, resamples, confidence: 2 * (1 - 1 / count) - 1 });
      // Drawn k times of `count` with probability Binomial(count, 1/count): the median is 1 draw, 5 of 6 stay below 3.
      expect(never?.high).toBeGreaterThanOrEqual(1 / count);
      expect(never?.high).toBeLessThanOrEqual(2 / count);
    }
  }
});

test('none or one task has no interval, equal tasks have one without width', () => {
  expect(bootstrapMean([], { seed: 1 })).toBeNull();
  expect(bootstrapMean([1], { seed: 1 })).toBeNull();
  expect(bootstrapMean([0.5, 0.5, 0.5], { seed: 1 })).toEqual({ low: 0.5, high: 0.5 });
});

test('each task weighs the same, whatever its trials; nothing is null, not NaN', () => {
  expect(meanOfTaskMeans([[1, 1, 1, 1], [0], []])).toBe(0.5);
  expect(groupMeans([[], [0, 1]])).toEqual([0.5]);
  expect(meanOfTaskMeans([[], []])).toBeNull();
  expect(mean([])).toBeNull();
});
