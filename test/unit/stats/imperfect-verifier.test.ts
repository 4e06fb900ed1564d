import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Payoff,
  resample,
  sampleUntilAccept,
  type VerifierAccuracy,
} from '../../../src/stats/imperfect-verifier.ts';

const share = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
const verifier = fc.record({ tpr: share, tnr: share });
const payoff = fc.record({ correct: share, falsePositive: share.map((x) => -2 * x) });
const strata = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 9 }), solveRate: share }), { minLength: 1, maxLength: 4 })
  .map((list) => {
    const total = list.reduce((sum, { weight }) => sum + weight, 0);
    return list.map(({ weight, solveRate }) => ({ share: weight / total, solveRate }));
  });

/** What at most `left` samples bring, by following every outcome of each. */
function follow(rate: number, { tpr, tnr }: VerifierAccuracy, payoff: Payoff, left: number): number {
  if (left === 0) return 0;
  const wrong = 1 - rate;
  const again = follow(rate, { tpr, tnr }, payoff, left - 1);
  return rate * (tpr * payoff.correct + (1 - tpr) * again) + wrong * ((1 - tnr) * payoff.falsePositive + tnr * again);
}

test('the reward is that of every outcome followed, and the best K has the largest', () => {
  fc.assert(
    fc.property(strata, verifier, payoff, (kinds, accuracy, worth) => {
      const { reward, bestK, pCorrect, pFalsePositive, ceiling } = resample(kinds, accuracy, worth, 8);
      const followed = reward.map((_, index) =>
        kinds.reduce((sum, { share, solveRate }) => sum + share * follow(solveRate, accuracy, worth, index + 1), 0),
      );
      for (const [index, value] of followed.entries()) expect(reward[index]).toBeCloseTo(value, 10);
      const most = Math.max(...followed);
      if (Math.abs(most) > 1e-9) expect(bestK === 0).toBe(most < 0);
      if (bestK > 0) expect(followed[bestK - 1]).toBeCloseTo(most, 10);
      expect(pCorrect[7]).toBeLessThanOrEqual(ceiling + 1e-12);
      expect(pCorrect[7]! + pFalsePositive[7]!).toBeLessThanOrEqual(1 + 1e-12);
      // The rarest hit that can be drawn here has a chance of 1 in 400.
      expect(resample(kinds, accuracy, worth, 10_000).pCorrect.at(-1)).toBeCloseTo(ceiling, 6);
    }),
    { numRuns: 50 },
  );
});

test('the geometric series agrees, and its samples are counted one by one', () => {
  fc.assert(
    fc.property(share, verifier, fc.integer({ min: 1, max: 12 }), (rate, accuracy, k) => {
      const closed = sampleUntilAccept(rate, accuracy, k);
      const summed = resample([{ share: 1, solveRate: rate }], accuracy, { correct: 1, falsePositive: 1 }, k);
      expect(closed.pCorrect).toBeCloseTo(summed.pCorrect.at(-1)!, 12);
      expect(closed.pFalseAccept).toBeCloseTo(summed.pFalsePositive.at(-1)!, 12);
      expect(closed.pAccept).toBeCloseTo(summed.reward.at(-1)!, 12);
      const drawn = [0, ...summed.reward.slice(0, -1)].reduce((sum, accepted) => sum + 1 - accepted, 0);
      expect(closed.samples).toBeCloseTo(drawn, 10);
      if (closed.pAccept > 1e-9) expect(closed.precision).toBeCloseTo(closed.pCorrect / closed.pAccept, 9);
    }),
  );
});

test('a verifier that accepts nothing draws all samples; not sampling pays where accepting only costs', () => {
  const accuracy = { tpr: 0, tnr: 1 };
  const nothing = { pAccept: 0, pCorrect: 0, pFalseAccept: 0, precision: null };
  expect(sampleUntilAccept(0.5, accuracy, 7)).toEqual({ ...nothing, samples: 7 });
  expect(sampleUntilAccept(1, { tpr: 1, tnr: 0 }, 3)).toMatchObject({ pAccept: 1, samples: 1, precision: 1 });
  expect(sampleUntilAccept(1, { tpr: 1, tnr: 0 }, 0)).toMatchObject({ pAccept: 0, samples: 0 });
  expect(sampleUntilAccept(1e-12, { tpr: 1, tnr: 1 }, 1000).samples).toBeCloseTo(1000, 6);
  const blind = { tpr: 1, tnr: 0 };
  const worth = { correct: 1, falsePositive: -2 };
  expect(resample([{ share: 1, solveRate: 0.5 }], blind, worth, 4)).toMatchObject({ bestK: 0, ceiling: 0.5 });
  expect(resample([{ share: 1, solveRate: 0 }], accuracy, worth, 4)).toMatchObject({ bestK: 1, ceiling: 0 });
  expect(resample([], accuracy, worth, 0)).toEqual({
    reward: [],
    pCorrect: [],
    pFalsePositive: [],
    bestK: 0,
    ceiling: 0,
  });
});
