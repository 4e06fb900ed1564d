import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { HiddenFile } from '../../../src/task/hidden.ts';
import type { TestsSpec } from '../../../src/task/verifiers/tests.ts';
import { assuranceOf, asTheyAre, planStagings, watchedBy } from '../../../src/verify/staging.ts';

const NAMES = ['one', 'two', 'three', 'four', 'five', 'seen', 'kept'];
const idOf = (name: string) => `tests.test_counts::test_${name}`;
const PYTHON = NAMES.map((name, i) => `def test_${name}():\n    assert count('${name}') == ${i + 10}\n`).join('\n\n');
const UNCLEAR = 'def test_one():\n    assert is_fine()\n';
const SPEC: TestsSpec = {
  id: 'tests',
  kind: 'tests',
  command: 'true',
  report: 'junit',
  minutes: 1,
  protect: [],
  failToPass: NAMES.filter((name) => name !== 'kept').map(idOf),
  passToPass: [idOf('kept')],
  policy: 'strict',
};
const task = { devTests: { command: 'true', report: 'junit' as const, failing: [idOf('seen')] } };
const BINARY = Buffer.from([0xff, 0xfe, 0]);
const random = (below: number) => randomInt(below);

function plan(text: string) {
  const hidden: HiddenFile[] = [
    { path: 'tests/test_counts.py', content: Buffer.from(text), executable: false },
    { path: 'tests/data.bin', content: BINARY, executable: false },
  ];
  return { hidden, stagings: planStagings(hidden, { spec: SPEC, task, random }) };
}

test('each unseen test that was red is turned in exactly one of two runs, and both have canaries', () => {
  const firsts = new Set<string>();
  for (let round = 0; round < 60; round += 1) {
    const { stagings } = plan(PYTHON);
    expect(stagings).toHaveLength(2);
    const turned = stagings.map((staging) => staging.turned.map(({ id }) => id));
    expect(turned.flat().sort()).toEqual(['five', 'four', 'one', 'three', 'two'].map(idOf));
    for (const { canaries, files } of stagings) {
      expect(canaries).toHaveLength(3);
      expect(files[1]?.content).toEqual(BINARY);
    }
    firsts.add(turned[0]?.toSorted().join() ?? '');
  }
  // Of 32 distributions.
  expect(firsts.size).toBeGreaterThan(10);
});

test('a test that is turned in one run is as it was in the other', () => {
  const { stagings } = plan(PYTHON);
  for (const [i, name] of NAMES.entries()) {
    const isThere = stagings.map(({ files }) =>
      String(files[0]?.content).includes(`def test_${name}():\n    assert count('${name}') == ${i + 10}\n`),
    );
    const isTurned = stagings.map(({ turned }) => turned.some(({ id }) => id === idOf(name)));
    expect(isThere).toEqual(isTurned.map((turned) => !turned));
  }
});

test('where nothing can be turned one run is enough, and its score is labelled so', () => {
  const { stagings } = plan(UNCLEAR);
  expect(stagings).toMatchObject([{ turned: [], canaries: [] }]);
  expect(assuranceOf(stagings)).toBe('in-process');
  expect(assuranceOf(plan(PYTHON).stagings)).toBe('in-process+canary');
  expect(assuranceOf(plan(PYTHON).stagings.slice(0, 1))).toBe('in-process');
});

test('of the tests that only a solution passes it is known how many are turned', () => {
  expect(watchedBy(plan(PYTHON).stagings, SPEC)).toEqual({ tests: 5, of: 6 });
  expect(watchedBy(plan(UNCLEAR).stagings, SPEC)).toEqual({ tests: 0, of: 6 });
});

test('nothing is changed where nobody is judged', () => {
  const { hidden } = plan(PYTHON);
  expect(asTheyAre(hidden)).toEqual([{ files: hidden, canaries: [], turned: [] }]);
});
