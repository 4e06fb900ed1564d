import { expect, test } from 'vitest';
import { combine } from '../../../src/outcome/combine.ts';
import { Outcome, type Score } from '../../../src/outcome/outcome.ts';

const rule = { reward: 'tests', resolvedAt: 1 };

function score(id: string, value: number | null, tampered = false): Score {
  return { id, kind: 'tests', digest: 'd', value, tampered, assurance: 'in-process', detail: 'detail.json' };
}

test.each([
  ['the needed value reaches the mark', [score('tests', 1)], rule, { verdict: 'resolved', reward: 1, pending: [] }],
  ['it falls short', [score('tests', 0.99)], rule, { verdict: 'unresolved', reward: 0.99, pending: [] }],
  ['zero is a value', [score('tests', 0)], rule, { verdict: 'unresolved', reward: 0, pending: [] }],
  [
    'a lower mark is met exactly',
    [score('tests', 0.5)],
    { reward: 'tests', resolvedAt: 0.5 },
    { verdict: 'resolved', reward: 0.5, pending: [] },
  ],
  ['the value could not be had', [score('tests', null)], rule, { verdict: null, reward: null, pending: ['tests'] }],
  ['the verifier did not run', [], rule, { verdict: null, reward: null, pending: ['tests'] }],
  [
    'another verifier is only informative',
    [score('judge', 0), score('tests', 1), score('style', null)],
    rule,
    { verdict: 'resolved', reward: 1, pending: [] },
  ],
  [
    'tampering shows in any verifier',
    [score('tests', 1), score('other', 1, true)],
    rule,
    { verdict: 'tampered', reward: 0, pending: [] },
  ],
  [
    'tampering outweighs a missing value',
    [score('tests', null), score('other', null, true)],
    rule,
    { verdict: 'tampered', reward: 0, pending: [] },
  ],
] as const)('%s', (_name, scores, by, expected) => {
  expect(combine(scores, by)).toEqual(expected);
  expect(combine([...scores].reverse(), by)).toEqual(expected);
  expect(Outcome.safeParse(combine(scores, by)).success).toBe(true);
});
