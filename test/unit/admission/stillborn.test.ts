import { expect, test } from 'vitest';
import { failedToBuild } from '../../../src/admission/stillborn.ts';
import type { JudgedTest } from '../../../src/verify/policy.ts';
import type { TestsResult } from '../../../src/verify/tests.ts';

const mutant = (file: string) => ({ file, line: 1, column: 1, kind: 'arithmetic' as const, before: '+', after: '-' });
const expected = (id: string, status: JudgedTest['status']): JudgedTest => ({ id, expected: 'failToPass', status });
const whole = (place: string): JudgedTest => ({ id: `${place}::${place}`, expected: 'unexpected', status: 'error' });

function isStillborn(file: string, tests: JudgedTest[], exitCode: number | null = 1): boolean {
  return failedToBuild(mutant(file), [{ detail: { exitCode, tests } } as TestsResult]);
}

test('a mutant is stillborn when nothing was tested', () => {
  const nothing = [expected('tests.test_a::one', 'missing'), expected('tests.test_a::two', 'missing')];
  expect(isStillborn('src/a.c', nothing)).toBe(true);
  expect(isStillborn('src/a.c', nothing, null)).toBe(false);
  expect(isStillborn('src/a.js', nothing)).toBe(false);
  expect(isStillborn('src/a.c', [...nothing, expected('tests.test_b::one', 'failed')])).toBe(false);
});

test('a mutant is stillborn when a package was not built, whatever became of others', () => {
  const tests = [expected('k/a::TestA', 'missing'), expected('k/b::TestB', 'passed')];
  expect(isStillborn('a/a.go', [...tests, whole('k/a')])).toBe(true);
  expect(isStillborn('a/a.go', tests)).toBe(false);
  expect(isStillborn('a/a.go', [...tests, expected('k/a::TestOther', 'failed'), whole('k/a')])).toBe(false);
});
