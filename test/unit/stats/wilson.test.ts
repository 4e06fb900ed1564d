import { expect, it } from 'vitest';
import { tQuantile } from '../../../src/stats/t-quantile.ts';
import { type ClusteredValue, intervalOfShare, wilson } from '../../../src/stats/wilson.ts';

const NORMAL = 1.959963984540054;

// statsmodels proportion_confint, method wilson, of n = 20
it.each([
  [0, 0, 0.1611251580528194],
  [1, 0.008881448800795402, 0.2361311934467421],
  [10, 0.2992980082981123, 0.7007019917018877],
  [20, 0.8388748419471804, 1],
])("is Wilson's interval of %i in 20 with the normal quantile", (successes, low, high) => {
  const found = wilson(successes / 20, 20, NORMAL);
  expect(found.low).toBeCloseTo(low, 9);
  expect(found.high).toBeCloseTo(high, 9);
});

const values = (successes: number, count: number, cluster: (at: number) => string): ClusteredValue[] =>
  Array.from({ length: count }, (_, at) => ({ value: at < successes ? 1 : 0, cluster: cluster(at) }));
const apart = (at: number) => `r${at}`;

it('claims no certainty at 0 and at 1', () => {
  const t2 = tQuantile(0.975, 9) ** 2;
  expect(intervalOfShare(values(0, 10, apart))).toEqual({ low: 0, high: expect.closeTo(t2 / (10 + t2), 12) });
  expect(intervalOfShare(values(10, 10, apart))).toEqual({ low: expect.closeTo(10 / (10 + t2), 12), high: 1 });
  const alike = Array.from({ length: 10 }, (_, at) => ({ value: 0.5, cluster: apart(at) }));
  expect(intervalOfShare(alike)!.high - intervalOfShare(alike)!.low).toBeGreaterThan(0.5);
});

it('is wider where tasks of a repository fare alike, and says nothing of one task', () => {
  const width = (all: ClusteredValue[]) => intervalOfShare(all)!.high - intervalOfShare(all)!.low;
  const five = values(10, 20, (at) => `r${Math.floor(at / 5)}`);
  expect(width(five)).toBeGreaterThan(1.5 * width(values(10, 20, apart)));
  // Four clusters that are all or nothing weigh about as much as four tasks: n over the design effect, t of 3.
  const size = 20 / (((4 / 3) * 4 * 2.5 ** 2) / ((20 / 19) * 5));
  expect(intervalOfShare(five)).toEqual(wilson(0.5, size, tQuantile(0.975, 3)));
  expect(width(values(10, 20, () => 'one'))).toBeCloseTo(width(values(10, 20, apart)), 12);
  expect(intervalOfShare(values(1, 1, apart))).toBeNull();
  expect(intervalOfShare([])).toBeNull();
});
