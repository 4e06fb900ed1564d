import { describe, expect, test } from 'vitest';
import type { TestsSpec } from '../../../src/task/verifiers/tests.ts';
import { judgeTests } from '../../../src/verify/policy.ts';
import { okReport, type TestStatus } from '../../../src/verify/reports/result.ts';

type Spec = Pick<TestsSpec, 'failToPass' | 'passToPass' | 'policy' | 'report'>;

const SPEC: Spec = { failToPass: ['m::f'], passToPass: ['m::p', 'm::q'], policy: 'swe-bench', report: 'junit' };
const LIVE: Spec = { ...SPEC, policy: 'swe-bench-live' };

const report = (...results: [string, TestStatus][]) => okReport(results.map(([id, status]) => ({ id, status })));
const judge = (results: [string, TestStatus][], spec: Spec = SPEC, exitCode: number | null = 0) =>
  judgeTests(report(...results), spec, { exitCode, hiddenPaths: ['m.py'] });

/** The value with this status of the fail-to-pass and of one pass-to-pass test; undefined is missing. */
function valueWith(spec: Spec, failToPass: TestStatus | undefined, passToPass: TestStatus | undefined): number {
  const results: [string, TestStatus][] = [['m::q', 'passed']];
  if (failToPass !== undefined) results.push(['m::f', failToPass]);
  if (passToPass !== undefined) results.push(['m::p', passToPass]);
  const failing = [failToPass, passToPass].some((status) => status === 'failed' || status === 'error');
  return judge(results, spec, failing ? 1 : 0).value;
}

test('strict: only what passed counts', () => {
  const strict: Spec = { ...SPEC, policy: 'strict' };
  const statuses = ['passed', 'xfailed', 'skipped', undefined, 'failed', 'error', 'xpassed'] as const;
  for (const status of statuses) {
    const value = status === 'passed' ? 1 : 0;
    expect([valueWith(strict, status, 'passed'), valueWith(strict, 'passed', status)]).toEqual([value, value]);
  }
});

describe.each([
  // status, fail-to-pass and pass-to-pass by swe-bench, then by swe-bench-live
  ['passed', 1, 1, 1, 1],
  ['xfailed', 1, 1, 0, 0],
  ['skipped', 0, 1, 0, 1],
  [undefined, 0, 0, 0, 1],
  ['failed', 0, 0, 0, 0],
  ['error', 0, 0, 0, 0],
  ['xpassed', 0, 0, 0, 0],
] as const)('%s', (status, benchF2p, benchP2p, liveF2p, liveP2p) => {
  test('swe-bench', () => {
    expect([valueWith(SPEC, status, 'passed'), valueWith(SPEC, 'passed', status)]).toEqual([benchF2p, benchP2p]);
  });
  test('swe-bench-live', () => {
    expect([valueWith(LIVE, status, 'passed'), valueWith(LIVE, 'passed', status)]).toEqual([liveF2p, liveP2p]);
  });
});

const ALL_PASSED: [string, TestStatus][] = [
  ['m::f', 'passed'],
  ['m::p', 'passed'],
  ['m::q', 'passed'],
];

test('every expected and unexpected test is listed once, with its status', () => {
  const judged = judge(
    [
      ['m::f', 'passed'],
      ['m::own', 'failed'],
      ['m::p', 'failed'],
    ],
    SPEC,
    1,
  );
  expect(judged).toEqual({
    value: 0,
    tampered: false,
    reason: 'passToPass m::p is failed and 1 more',
    tests: [
      { id: 'm::p', expected: 'passToPass', status: 'failed' },
      { id: 'm::q', expected: 'passToPass', status: 'missing' },
      { id: 'm::f', expected: 'failToPass', status: 'passed' },
      { id: 'm::own', expected: 'unexpected', status: 'failed' },
    ],
  });
});

test('a failing exit needs a failed test, and a test run has to end', () => {
  expect(judge(ALL_PASSED, SPEC, 1)).toMatchObject({ value: 0, tampered: false });
  expect(judge(ALL_PASSED, SPEC, 1).reason).toMatch(/exited with 1, but no failed test/);
  expect(judge([...ALL_PASSED, ['m::own', 'failed']], SPEC, 1)).toMatchObject({ value: 1, tampered: false });
  expect(judge(ALL_PASSED, SPEC, null).reason).toMatch(/ran out of time/);
});

test('a crash of a file with expected tests explains no failing exit, one of another file does', () => {
  const spec: Spec = { ...SPEC, failToPass: ['a.js::f'], passToPass: [], report: 'node-test' };
  expect(
    judge(
      [
        ['a.js::f', 'passed'],
        ['a.js::a.js', 'error'],
      ],
      spec,
      1,
    ).value,
  ).toBe(0);
  expect(
    judge(
      [
        ['a.js::f', 'passed'],
        ['own.js::own.js', 'error'],
      ],
      spec,
      1,
    ).value,
  ).toBe(1);
});

test('a malformed report is worth nothing and accuses nobody', () => {
  const judged = judgeTests({ kind: 'malformed', reason: 'no report was written' }, SPEC, { exitCode: 0 });
  expect(judged).toMatchObject({ value: 0, tampered: false, reason: 'no report was written' });
  expect(judged.tests.map(({ status }) => status)).toEqual(['missing', 'missing', 'missing']);
});

test('a repeat of an expected test counts as the worst of its results', () => {
  const forged = judge([['m::f', 'passed'], ...ALL_PASSED.slice(1), ['m::f', 'failed']], SPEC, 1);
  expect(forged).toMatchObject({ value: 0, tampered: false });
  const teardown = judge([['m::f', 'failed'], ['m::f', 'error'], ...ALL_PASSED.slice(1)], SPEC, 1);
  expect(teardown).toMatchObject({ value: 0, tampered: false });
});

test('an expected test that passes twice in a JUnit report is proof of tampering', () => {
  expect(judge([...ALL_PASSED, ['m::p', 'passed']])).toMatchObject({ value: 0, tampered: true });
  expect(judge([...ALL_PASSED, ['m::p', 'passed']]).reason).toBe('more results than tests: m::p passed twice');
});

test('a red count or status that no result explains is no pass, unless the gold ended so', () => {
  const counted = okReport(
    ALL_PASSED.map(([id, status]) => ({ id, status })),
    ['the suite s counts a failure that no test explains'],
  );
  const verdict = (exitCode: number, goldRun?: { exitCode: number; unexplained: string[] }) =>
    judgeTests(counted, SPEC, { exitCode, goldRun });
  expect(verdict(0)).toMatchObject({ value: 0, reason: 'the suite s counts a failure that no test explains' });
  const goldRun = { exitCode: 1, unexplained: ['the suite s counts a failure that no test explains'] };
  expect(verdict(1, goldRun)).toMatchObject({ value: 1 });
  expect(verdict(2, goldRun)).toMatchObject({ value: 0 });
  expect(verdict(1, { exitCode: 1, unexplained: [] })).toMatchObject({ value: 0 });
});

test('a suite that fails by itself fails the tests in it', () => {
  const spec: Spec = { ...SPEC, failToPass: ['a.js::s > f'], passToPass: [], report: 'node-test' };
  const passed: [string, TestStatus] = ['a.js::s > f', 'passed'];
  expect(judge([passed, ['a.js::s', 'error']], spec, 1)).toMatchObject({
    value: 0,
    reason: 'a.js::s failed around tests that passed',
  });
  expect(judge([passed, ['a.js::other', 'error']], spec, 1).value).toBe(1);
});

test('a title that stands elsewhere in the suite proves nothing', () => {
  const twice = report(...ALL_PASSED, ['m::p', 'passed']);
  expect(judgeTests(twice, SPEC, { exitCode: 0, hiddenPaths: ['tests/other.bats'] })).toMatchObject({ value: 1 });
  const named = okReport([
    { id: 'm::f', status: 'passed', file: 'm.py' },
    { id: 'm::p', status: 'passed', file: 'm.py' },
    { id: 'm::q', status: 'passed', file: 'm.py' },
    { id: 'm::p', status: 'passed', file: 'own/m.py' },
  ]);
  expect(judgeTests(named, SPEC, { exitCode: 0, hiddenPaths: ['m.py'] })).toMatchObject({ value: 1, tampered: false });
});

test('honest repeats are never accused', () => {
  const node: Spec = { ...SPEC, report: 'node-test' };
  // A submission's own test file that imports a shared suite of the hidden tests.
  expect(judge([...ALL_PASSED, ...ALL_PASSED], node)).toMatchObject({ value: 1, tampered: false });
  // A task that expects two tests of one name, and a solution that makes a third.
  const repeated: Spec = { ...SPEC, passToPass: ['m::p', 'm::p#2'] };
  expect(judge([...ALL_PASSED, ['m::p', 'passed'], ['m::p', 'passed']], repeated).tampered).toBe(false);
  // A submission's own new tests, and their repeats.
  expect(judge([...ALL_PASSED, ['own::t', 'passed'], ['own::t', 'passed']])).toMatchObject({
    value: 1,
    tampered: false,
  });
});
