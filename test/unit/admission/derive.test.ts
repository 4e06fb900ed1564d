import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortTests } from '../../../src/admission/derive.ts';
import { flakyIds, type Observations } from '../../../src/admission/observe.ts';

type Status = NonNullable<ReturnType<Observations['get']>>[number];

/** Five runs; `p` passed, `f` failed, `s` skipped, `m` missing. */
function observed(runs: Record<string, string>): Observations {
  const status: Record<string, Status> = { p: 'passed', f: 'failed', s: 'skipped', m: 'missing' };
  return new Map(Object.entries(runs).map(([id, marks]) => [id, [...marks].map((mark) => status[mark] ?? 'error')]));
}

it('sorts tests by what they say before and after the gold', () => {
  const before = observed({
    'a::red': 'fffff',
    'a::kept': 'ppppp',
    'a::broken': 'ppppp',
    'a::gone': 'ppppp',
    'a::off': 'sssss',
  });
  const after = observed({
    'a::red': 'ppppp',
    'a::kept': 'ppppp',
    'a::broken': 'fffff',
    'a::new': 'ppppp',
    'a::off': 'sssss',
  });
  expect(sortTests(before, after)).toEqual({
    failToPass: ['a::new', 'a::red'],
    passToPass: ['a::kept'],
    flaky: [],
    red: ['a::broken', 'a::off'],
  });
});

it.each([
  ['before', { x: 'ppfpp' }, { x: 'ppppp' }],
  ['after', { x: 'fffff' }, { x: 'pppfp' }],
  ['by being absent once', { x: 'fffff' }, { x: 'ppppm' }],
  ['by failing in two ways', { x: 'fffef' }, { x: 'ppppp' }],
])('leaves out what is flaky %s', (_, before, after) => {
  const steady = { y: 'ppppp' };
  expect(sortTests(observed({ ...before, ...steady }), observed({ ...after, ...steady }))).toEqual({
    failToPass: [],
    passToPass: ['y'],
    flaky: ['x'],
    red: [],
  });
});

const marks = fc.string({ unit: fc.constantFrom('p', 'f', 's', 'm'), minLength: 5, maxLength: 5 });
const some = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.oneof(marks, fc.constantFrom('ppppp', 'fffff')));

it('whatever the runs say: no test is in two lists, and only steady passes are expected', () => {
  const property = fc.property(some, some, (one, two) => {
    const [before, after] = [observed(one), observed(two)];
    const { failToPass, passToPass, flaky, red } = sortTests(before, after);
    const all = [...failToPass, ...passToPass, ...flaky, ...red];
    expect(new Set(all).size).toBe(all.length);
    expect(flaky).toEqual([...new Set([...flakyIds(before), ...flakyIds(after)])].sort());
    for (const id of [...failToPass, ...passToPass]) expect(two[id]).toBe('ppppp');
    for (const id of passToPass) expect(one[id]).toBe('ppppp');
    for (const id of failToPass) expect(one[id]).not.toBe('ppppp');
    for (const id of after.keys()) expect(all).toContain(id);
  });
  fc.assert(property, { numRuns: 300 });
});
